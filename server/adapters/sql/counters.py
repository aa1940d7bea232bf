"""Users' counters in SQL: the row that both transactions and the exit list lock (protocol §5)."""

from __future__ import annotations

from sqlalchemy import Connection, Row, insert, select, update

from server.adapters.sql.schema import COUNTER
from server.ports import CounterRecord, UserStatus


class SqlCounters:
    """The table ``counter`` (:class:`server.ports.Counters`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, user: int, *, lock: bool = False) -> CounterRecord | None:
        """The user's row, or ``None``; ``lock`` takes it for update."""
        query = select(COUNTER).where(COUNTER.c.user_id == user)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        return None if row is None else _record(row)

    def all(self) -> tuple[CounterRecord, ...]:
        """Every user in order of ID."""
        rows = self._connection.execute(select(COUNTER).order_by(COUNTER.c.user_id))
        return tuple(_record(row) for row in rows)

    def add(self, user: int) -> None:
        """Insert a user with n = 0."""
        row = insert(COUNTER).values(user_id=user, n=0, status=UserStatus.ACTIVE.value, generation=0)
        self._connection.execute(row)

    def advance(self, user: int, generation: int) -> int | None:
        """Add one to n where the user is active in this generation; the new n, or ``None``."""
        advanced = (
            update(COUNTER)
            .where(
                COUNTER.c.user_id == user,
                COUNTER.c.status == UserStatus.ACTIVE.value,
                COUNTER.c.generation == generation,
            )
            .values(n=COUNTER.c.n + 1)
            .returning(COUNTER.c.n)
        )
        return self._connection.execute(advanced).scalar_one_or_none()

    def set_status(self, user: int, status: UserStatus) -> None:
        """Put the user on the exit list or take the user off it."""
        self._connection.execute(update(COUNTER).where(COUNTER.c.user_id == user).values(status=status.value))

    def raise_to(self, n: int) -> None:
        """Set every user's n to ``n`` where it is lower."""
        self._connection.execute(update(COUNTER).where(COUNTER.c.n < n).values(n=n))

    def set_generation(self, user: int, generation: int) -> None:
        """Make a generation the current one; n stays."""
        self._connection.execute(
            update(COUNTER).where(COUNTER.c.user_id == user).values(generation=generation)
        )


def _record(row: Row[tuple[object, ...]]) -> CounterRecord:
    return CounterRecord(row.user_id, row.n, UserStatus(row.status), row.generation)
