"""The hash-chained audit log in SQL (protocol §7.1)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Result, Row, Select, func, insert, select, update

from server.adapters.sql.audit_rows import body_of, exact_bytes, link_of, row_of, values_of
from server.adapters.sql.columns import microseconds
from server.adapters.sql.schema import AUDIT, AUDIT_HEAD
from server.ports import AuditEntry, AuditQuery, AuditRow, Clock
from shared.errors import Code, Failure
from shared.protocol.audit import GENESIS, AuditBody, leaf_hash

_PORTION = 1000


class SqlAuditLog:
    """The tables ``audit`` and ``audit_head`` (:class:`server.ports.AuditLog`).

    Attributes:
        begun: whether this transaction has begun to write here; its failure is then ``AUDIT_UNAVAILABLE``.
    """

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self.begun = False

    def append(self, entry: AuditEntry) -> int:
        """Lock the head, insert the row with seq = head + 1, move the head; the seq.

        Raises:
            Failure: ``AUDIT_UNAVAILABLE`` when the log has no sound head to go on from.
        """
        self.begun = True
        last, previous = self.head(lock=True)
        if not previous:
            raise Failure(Code.AUDIT_UNAVAILABLE)
        seq = last + 1
        body = body_of(entry, microseconds(self._clock.now()))
        leaf = leaf_hash(seq, previous, body)
        self._connection.execute(insert(AUDIT).values(values_of(seq, body, leaf)))
        self._connection.execute(
            update(AUDIT_HEAD).where(AUDIT_HEAD.c.seq == last).values(seq=seq, leaf_hash=leaf.hex())
        )
        return seq

    def head(self, *, lock: bool = False) -> tuple[int, bytes]:
        """The seq and leaf hash of the last row; (0, the genesis hash) when there is none."""
        query = select(AUDIT_HEAD).with_for_update() if lock else select(AUDIT_HEAD)
        return _end_at(self._connection.execute(query).one_or_none())

    def count(self) -> int:
        """How many rows there are."""
        return self._connection.execute(select(func.count()).select_from(AUDIT)).scalar_one()

    def leaf_hash(self, seq: int) -> bytes | None:
        """The stored leaf hash of one row, or ``None``."""
        row = self._connection.execute(select(AUDIT.c.leaf_hash).where(AUDIT.c.seq == seq)).one_or_none()
        return None if row is None else exact_bytes(row.leaf_hash)

    def leaf_hashes(self, after: int) -> Iterator[bytes]:
        """The stored leaf hashes of the rows above ``after``, in order, read in portions."""
        query = select(AUDIT.c.leaf_hash).where(AUDIT.c.seq > after).order_by(AUDIT.c.seq)
        found = self._connection.execute(query.execution_options(yield_per=_PORTION)).scalars()
        return (exact_bytes(text) or b"" for text in found)

    def rows(self) -> Iterator[tuple[int, AuditBody, bytes]]:
        """Number, body and leaf hash of every row in order of number, read in portions."""
        query = select(AUDIT).order_by(AUDIT.c.seq).execution_options(yield_per=_PORTION)
        # In whole portions: SQLAlchemy's own way from row to row costs more than hashing one.
        return map(link_of, chain.from_iterable(self._connection.execute(query).partitions()))

    def tail(
        self, count: int, query: AuditQuery | None = None, *, before: int | None = None
    ) -> tuple[AuditRow, ...]:
        """The newest ``count`` rows of those that a query asks for, oldest first."""
        newest = self._asked_for(query or AuditQuery()).order_by(AUDIT.c.seq.desc()).limit(count)
        if before is not None:
            newest = newest.where(AUDIT.c.seq < before)
        return tuple(row_of(row) for row in reversed(self._found(newest, query).all()))

    def first(self, count: int, query: AuditQuery) -> tuple[AuditRow, ...]:
        """The oldest ``count`` rows of those that a query asks for, oldest first."""
        oldest = self._asked_for(query).order_by(AUDIT.c.seq).limit(count)
        return tuple(row_of(row) for row in self._found(oldest, query))

    def select(self, query: AuditQuery) -> Iterator[AuditRow]:
        """The rows that a query asks for, oldest first, read in portions."""
        wanted = self._asked_for(query).order_by(AUDIT.c.seq).execution_options(yield_per=_PORTION)
        return (row_of(row) for row in self._found(wanted, query))

    def _asked_for(self, query: AuditQuery) -> Select[Any]:
        """The rows of a query, in no order.

        SQLite counts no rows and takes any index, so that the first filter's alone is left to it: a user has
        few rows where an event may have a third of the log. No index fits a column with nothing joined to it.
        PostgreSQL counts, and chooses by itself.
        """
        wanted = select(AUDIT).where(AUDIT.c.seq > query.after)
        event = None if query.event is None else query.event.value
        filters = ((AUDIT.c.user_id, query.user), (AUDIT.c.event, event), (AUDIT.c.actor, query.actor))
        asked = [(column, value) for column, value in filters if value is not None]
        hides = self._connection.dialect.name == "sqlite"
        for place, (column, value) in enumerate(asked):
            wanted = wanted.where((column.concat("") if hides and place > 0 else column) == value)
        return wanted

    def _found(self, wanted: Select[Any], query: AuditQuery | None) -> Result[Any]:
        """What a statement finds, which is planned for the values at hand.

        A plan of PostgreSQL that is to fit any value reads the log backwards until it has rows enough, which
        for one that few rows have is the whole log.
        """
        is_filtered = query is not None and (query.user, query.event, query.actor) != (None, None, None)
        if is_filtered and self._connection.dialect.name == "postgresql":
            self._connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_custom_plan")
        return self._connection.execute(wanted)


def _end_at(head: Row[Any] | None) -> tuple[int, bytes]:
    """Number and hash that the next row goes on from; the hash is empty when what is stored is no head."""
    if head is None or type(head.seq) is not int or head.seq < 0:
        return 0, b""
    return head.seq, GENESIS if head.seq == 0 else exact_bytes(head.leaf_hash) or b""
