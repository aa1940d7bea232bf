"""The database's history (Alembic). Imports nothing of ours: a migration must mean the same for ever."""
