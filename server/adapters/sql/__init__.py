"""The registry and the audit log in SQL, through SQLAlchemy Core; bind parameters only, no binary columns."""
