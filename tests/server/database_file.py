"""What somebody does to the database behind the head office's back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from tests.databases import database_of, on_postgres

_APPEND_ONLY = ("audit", "audit_log", "audit_node", "audit_checkpoint")


def run_sql(
    folder: Path, *statements: str, values: tuple[Any, ...] = (), as_attacker: bool = True
) -> list[dict[str, Any]]:
    """Run statements, each with the same values, in one transaction; the rows of the last by column.

    An attacker alters the schema too and takes the triggers away, which stop mistakes only.
    """
    run = _on_postgres if on_postgres() else _on_sqlite
    return run(folder, statements, values, as_attacker)


def _on_sqlite(
    folder: Path, statements: tuple[str, ...], values: tuple[Any, ...], as_attacker: bool
) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(folder / "database.sqlite3")) as connection, connection:
        connection.row_factory = sqlite3.Row
        for table in _APPEND_ONLY if as_attacker else ():
            for change in ("update", "delete"):
                connection.execute(f"DROP TRIGGER IF EXISTS {table}_no_{change}")
        rows: list[sqlite3.Row] = []
        for statement in statements:
            rows = connection.execute(statement, values).fetchall()
        return [dict(row) for row in rows]


def _on_postgres(
    folder: Path, statements: tuple[str, ...], values: tuple[Any, ...], as_attacker: bool
) -> list[dict[str, Any]]:
    with psycopg.connect(database_of(folder), row_factory=dict_row) as connection:
        for table in _APPEND_ONLY if as_attacker else ():
            connection.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
        rows: list[dict[str, Any]] = []
        for statement in statements:
            done = connection.execute(statement.replace("?", "%s"), values)
            rows = done.fetchall() if done.description else []
        return rows
