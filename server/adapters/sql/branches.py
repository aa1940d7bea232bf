"""Approved branches in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from server.adapters.sql.schema import BRANCH
from server.ports import BranchRecord, BranchStatus


class SqlBranches:
    """The table ``branch`` (:class:`server.ports.Branches`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str, *, lock: bool = False) -> BranchRecord | None:
        """The branch, or ``None``; ``lock`` shares its row."""
        query = select(BRANCH).where(BRANCH.c.name == name)
        row = self._connection.execute(query.with_for_update(read=True) if lock else query).one_or_none()
        return None if row is None else _record(row)

    def all(self) -> tuple[BranchRecord, ...]:
        """Every branch in order of name."""
        return tuple(_record(row) for row in self._connection.execute(select(BRANCH).order_by(BRANCH.c.name)))

    def add(self, branch: BranchRecord) -> None:
        """Insert a branch."""
        self._connection.execute(
            insert(BRANCH).values(
                name=branch.name,
                uri=branch.uri,
                certificate_sha256=branch.certificate_sha256,
                status=branch.status.value,
                approved_at=branch.approved_at,
                certificate_expires_at=branch.certificate_expires_at,
            )
        )

    def set_status(self, name: str, status: BranchStatus) -> None:
        """Change a branch's status."""
        self._connection.execute(update(BRANCH).where(BRANCH.c.name == name).values(status=status.value))

    def set_certificate(self, name: str, certificate_sha256: bytes, expires_at: datetime) -> None:
        """Change a branch's certificate in force."""
        values = {"certificate_sha256": certificate_sha256, "certificate_expires_at": expires_at}
        self._connection.execute(update(BRANCH).where(BRANCH.c.name == name).values(values))


def _record(row: Row[tuple[object, ...]]) -> BranchRecord:
    return BranchRecord(
        row.name,
        row.uri,
        row.certificate_sha256,
        BranchStatus(row.status),
        row.approved_at,
        row.certificate_expires_at,
    )
