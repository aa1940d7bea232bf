"""Wrong and missing proofs in SQL: rows of their own, beside the audit (protocol §7.5)."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from server.adapters.sql.schema import STRIKE
from server.ports import StrikeRecord


class SqlStrikes:
    """The table ``strike`` (:class:`server.ports.Strikes`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, branch: str, user: int, *, lock: bool = False) -> StrikeRecord | None:
        """The row, or ``None``; ``lock`` takes it for update."""
        query = select(STRIKE).where(STRIKE.c.branch == branch, STRIKE.c.user_id == user)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        return None if row is None else StrikeRecord(*row)

    def of_user(self, user: int) -> tuple[StrikeRecord, ...]:
        """A user's rows at every branch, in order of branch."""
        query = select(STRIKE).where(STRIKE.c.user_id == user).order_by(STRIKE.c.branch)
        return tuple(StrikeRecord(*row) for row in self._connection.execute(query))

    def put(self, record: StrikeRecord) -> None:
        """Insert or replace the row."""
        values = {
            "wrong": record.wrong,
            "since": record.since,
            "streak": record.streak,
            "blocked_until": record.blocked_until,
            "locked_until": record.locked_until,
        }
        one = (STRIKE.c.branch == record.branch) & (STRIKE.c.user_id == record.user)
        if not self._connection.execute(update(STRIKE).where(one).values(**values)).rowcount:
            row = insert(STRIKE).values(branch=record.branch, user_id=record.user, **values)
            self._connection.execute(row)
