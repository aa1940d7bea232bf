"""The fence after a restore, and the marks that branches reported, in SQL (protocol §5.7)."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from server.adapters.sql.schema import FENCE, REPORTED_MARK
from server.adapters.sql.upsert import insert_or_conflict
from server.ports import ReportedMark


class SqlFence:
    """The tables ``fence`` and ``reported_mark`` (:class:`server.ports.Fence`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def required(self) -> bool:
        """Whether exchanges are disabled until the fence; also when the row is gone: nothing is sure then."""
        return self._connection.execute(select(FENCE.c.required)).scalar_one_or_none() is not False

    def require(self, *, required: bool) -> None:
        """Disable exchanges, or allow them again."""
        if not self._connection.execute(update(FENCE).values(required=required)).rowcount:
            self._connection.execute(insert(FENCE).values(id=1, required=required))

    def reported(self) -> tuple[ReportedMark, ...]:
        """The highest mark that each branch reported, by user and branch."""
        query = select(REPORTED_MARK).order_by(REPORTED_MARK.c.user_id, REPORTED_MARK.c.branch)
        return tuple(ReportedMark(*row) for row in self._connection.execute(query))

    def report(self, mark: ReportedMark) -> None:
        """Keep a mark, when it is the highest of this branch and user."""
        row = insert_or_conflict(self._connection, REPORTED_MARK).values(
            branch=mark.branch, user_id=mark.user, mark=mark.mark, reported_at=mark.at
        )
        higher = row.on_conflict_do_update(
            index_elements=[REPORTED_MARK.c.branch, REPORTED_MARK.c.user_id],
            set_={"mark": row.excluded.mark, "reported_at": row.excluded.reported_at},
            where=REPORTED_MARK.c.mark < row.excluded.mark,
        )
        self._connection.execute(higher)

    def forget_reported(self) -> None:
        """Drop the reported marks."""
        self._connection.execute(delete(REPORTED_MARK))
