"""Say how the head office stands, as far as its database knows."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import Office


@dataclass(frozen=True)
class Standing:
    """Counts of what is registered; whether a server runs is for the caller to find out."""

    schema_revision: str | None
    branches: int
    users: int
    images: int
    audit_rows: int


def status(office: Office) -> Standing:
    """The head office's standing.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        return Standing(
            schema_revision=office.database.revision(),
            branches=len(transaction.branches.all()),
            users=len(transaction.counters.all()),
            images=len(transaction.images.all()),
            audit_rows=transaction.audit.head()[0],
        )
