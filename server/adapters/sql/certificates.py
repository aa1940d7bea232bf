"""The certificates of branches beside those in force, in SQL."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from server.adapters.sql.schema import BRANCH_CERTIFICATE
from server.adapters.sql.upsert import insert_or_conflict
from server.ports import CertificateRecord, Standing

_COLUMNS = BRANCH_CERTIFICATE.c


class SqlCertificates:
    """The table ``branch_certificate`` (:class:`server.ports.Certificates`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_branch(self, branch: str) -> tuple[CertificateRecord, ...]:
        """Those of a branch, the renewed before the replaced one."""
        query = select(BRANCH_CERTIFICATE).where(_COLUMNS.branch == branch).order_by(_COLUMNS.standing)
        return tuple(
            CertificateRecord(
                row.branch,
                Standing(row.standing),
                row.certificate_sha256,
                row.certificate_expires_at,
                row.since,
            )
            for row in self._connection.execute(query)
        )

    def put(self, record: CertificateRecord) -> None:
        """Insert or replace."""
        values = {
            "certificate_sha256": record.certificate_sha256,
            "certificate_expires_at": record.certificate_expires_at,
            "since": record.since,
        }
        insert = insert_or_conflict(self._connection, BRANCH_CERTIFICATE).values(
            branch=record.branch, standing=record.standing.value, **values
        )
        of_its_standing = [_COLUMNS.branch, _COLUMNS.standing]
        self._connection.execute(insert.on_conflict_do_update(index_elements=of_its_standing, set_=values))

    def remove(self, branch: str, standing: Standing, certificate_sha256: bytes) -> bool:
        """Delete one; of two who try at once, one is told that it did."""
        this_one = (
            _COLUMNS.branch == branch,
            _COLUMNS.standing == standing.value,
            _COLUMNS.certificate_sha256 == certificate_sha256,
        )
        return self._connection.execute(delete(BRANCH_CERTIFICATE).where(*this_one)).rowcount == 1

    def remove_all(self, branch: str) -> None:
        """Delete those of a branch."""
        self._connection.execute(delete(BRANCH_CERTIFICATE).where(_COLUMNS.branch == branch))
