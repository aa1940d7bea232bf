"""List the administrators of other machines."""

from __future__ import annotations

from server.ports import AdministratorRecord, Office


def list_administrators(office: Office) -> tuple[AdministratorRecord, ...]:
    """Every administrator in order of name.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        return transaction.administrators.all()
