"""What somebody does to the database behind the head office's back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def run_sql(
    folder: Path, *statements: str, values: tuple[Any, ...] = (), as_attacker: bool = True
) -> list[dict[str, Any]]:
    """Run statements, each with the same values, in one transaction; the rows of the last by column.

    An attacker alters the schema too and takes the triggers away, which stop mistakes only.
    """
    with closing(sqlite3.connect(folder / "database.sqlite3")) as connection, connection:
        connection.row_factory = sqlite3.Row
        for table in ("audit", "audit_log", "audit_node", "audit_checkpoint") if as_attacker else ():
            for change in ("update", "delete"):
                connection.execute(f"DROP TRIGGER IF EXISTS {table}_no_{change}")
        rows: list[sqlite3.Row] = []
        for statement in statements:
            rows = connection.execute(statement, values).fetchall()
        return [dict(row) for row in rows]
