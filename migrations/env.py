"""Runs migrations on the connection that the caller hands over, or on ``RIDGEKEY_DATABASE_URL``."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection, create_engine, make_url

URL_VARIABLE = "RIDGEKEY_DATABASE_URL"


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, render_as_batch=True, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


def _run() -> None:
    handed_over = context.config.attributes.get("connection")
    if handed_over is not None:
        _migrate(handed_over)
        return
    url = os.environ.get(URL_VARIABLE)
    if not url:
        raise SystemExit(
            f"Set {URL_VARIABLE}, such as sqlite:////path/to/database.sqlite3 or postgresql://USER@HOST/DATABASE."
        )
    location = make_url(url)
    if location.drivername == "postgresql":
        location = location.set(drivername="postgresql+psycopg")
    with create_engine(location, hide_parameters=True).connect() as connection:
        _migrate(connection)


if context.is_offline_mode():
    raise SystemExit("Migrations run on a database; there is no offline mode.")
_run()
