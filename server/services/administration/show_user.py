"""Show one user."""

from __future__ import annotations

from server.ports import Office
from server.services.administration.list_users import UserView, view_user
from server.services.administration.lookups import find_user


def show_user(office: Office, user: int) -> UserView:
    """One user.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``, ``NOT_FOUND``, ``STORAGE_UNAVAILABLE``.
    """
    office.config.id_range.check(user)
    with office.database.read() as transaction:
        return view_user(transaction, find_user(transaction, user), office.clock.now())
