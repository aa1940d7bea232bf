"""Alembic migrations of the head office's database, packaged with it."""
