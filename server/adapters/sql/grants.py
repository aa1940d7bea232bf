"""Grants in SQL (protocol §2.5)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from server.adapters.sql.schema import USER_GRANT


class SqlGrants:
    """The table ``user_grant`` (:class:`server.ports.Grants`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def exists(self, branch: str, user: int, *, lock: bool = False) -> bool:
        """Whether there is a grant; ``lock`` shares its row."""
        query = select(USER_GRANT.c.user_id).where(
            USER_GRANT.c.branch == branch, USER_GRANT.c.user_id == user
        )
        row = self._connection.execute(query.with_for_update(read=True) if lock else query)
        return row.one_or_none() is not None

    def add(self, branch: str, user: int, at: datetime) -> None:
        """Insert a grant."""
        self._connection.execute(insert(USER_GRANT).values(branch=branch, user_id=user, granted_at=at))

    def remove(self, branch: str, user: int) -> bool:
        """Withdraw a grant; whether there was one."""
        withdrawn = delete(USER_GRANT).where(USER_GRANT.c.branch == branch, USER_GRANT.c.user_id == user)
        return self._connection.execute(withdrawn).rowcount == 1

    def branches_of(self, user: int) -> tuple[str, ...]:
        """The branches that serve a user, in order of name."""
        query = select(USER_GRANT.c.branch).where(USER_GRANT.c.user_id == user)
        return tuple(self._connection.scalars(query.order_by(USER_GRANT.c.branch)))

    def users_of(self, branch: str) -> tuple[int, ...]:
        """The users that a branch serves, in order of ID."""
        query = select(USER_GRANT.c.user_id).where(USER_GRANT.c.branch == branch)
        return tuple(self._connection.scalars(query.order_by(USER_GRANT.c.user_id)))
