"""How a transaction begins on each database, so that T0 and T1 are what protocol §5 says they are."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, text

from server.adapters.sql.sqlite_engine import BEGIN_OPTION, BEGIN_READ, BEGIN_WRITE

# SQLite lets one writer in and has it say so first. On PostgreSQL writers run side by side and take the rows
# that order them; what only reads sees one state.
_OPTIONS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "sqlite": ({BEGIN_OPTION: BEGIN_READ}, {BEGIN_OPTION: BEGIN_WRITE}),
    "postgresql": (
        {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
        {"isolation_level": "READ COMMITTED"},
    ),
}

_UPGRADE_LOCK = 0x52696467654B6579
"""An advisory lock of PostgreSQL, so that two upgrades of one database come one after the other."""


def begin_options(engine: Engine, *, write: bool) -> dict[str, Any]:
    """The execution options of a connection whose transaction reads, or writes."""
    return _OPTIONS[engine.dialect.name][write]


def has_one_writer(engine: Engine) -> bool:
    """Whether the database lets one writer in at a time."""
    return engine.dialect.name == "sqlite"


def lock_schema(connection: Connection) -> None:
    """Keep other upgrades out until the transaction ends; on SQLite a write transaction does that itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
