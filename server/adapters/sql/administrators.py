"""Administrators of other machines in SQL."""

from __future__ import annotations

from sqlalchemy import Connection, Row, select

from server.adapters.sql.schema import ADMINISTRATOR
from server.adapters.sql.upsert import insert_or_conflict
from server.ports import AdministratorRecord, AdministratorStatus


class SqlAdministrators:
    """The table ``administrator`` (:class:`server.ports.Administrators`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str, *, lock: bool = False) -> AdministratorRecord | None:
        """The administrator, or ``None``; ``lock`` takes the row for update."""
        query = select(ADMINISTRATOR).where(ADMINISTRATOR.c.name == name)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        return None if row is None else _record(row)

    def all(self) -> tuple[AdministratorRecord, ...]:
        """Every administrator in order of name."""
        query = select(ADMINISTRATOR).order_by(ADMINISTRATOR.c.name)
        return tuple(_record(row) for row in self._connection.execute(query))

    def put(self, record: AdministratorRecord) -> None:
        """Insert or replace an administrator."""
        values = {
            "uri": record.uri,
            "certificate_sha256": record.certificate_sha256,
            "status": record.status.value,
            "issued_at": record.issued_at,
            "certificate_expires_at": record.certificate_expires_at,
        }
        statement = insert_or_conflict(self._connection, ADMINISTRATOR).values(name=record.name, **values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def _record(row: Row[tuple[object, ...]]) -> AdministratorRecord:
    return AdministratorRecord(
        row.name,
        row.uri,
        row.certificate_sha256,
        AdministratorStatus(row.status),
        row.issued_at,
        row.certificate_expires_at,
    )
