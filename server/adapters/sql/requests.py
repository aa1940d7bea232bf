"""Requests and the numbers they hold, in SQL (protocol §5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, literal, or_, select, tuple_, update

from server.adapters.sql.schema import REQUEST
from server.ports import RequestRecord, RequestState

_OPEN = tuple(state.value for state in RequestState if not state.settled)
_AGE_COLUMNS = (REQUEST.c.reserved_at, REQUEST.c.n, REQUEST.c.request_id)
_AGE = tuple_(*_AGE_COLUMNS)


class SqlRequests:
    """The table ``request`` (:class:`server.ports.Requests`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, request_id: bytes, *, lock: bool = False) -> RequestRecord | None:
        """The request, or ``None``; ``lock`` takes it for update."""
        query = select(REQUEST).where(REQUEST.c.request_id == request_id)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        return None if row is None else _record(row)

    def add(self, record: RequestRecord) -> None:
        """Insert a request."""
        self._connection.execute(
            insert(REQUEST).values(
                request_id=record.request_id,
                branch=record.branch,
                user_id=record.user,
                image_id=record.image,
                generation=record.generation,
                n=record.n,
                state=record.state.value,
                attempts=record.attempts,
                reserved_at=record.reserved_at,
                released_at=record.released_at,
            )
        )

    def release(self, request_id: bytes, at: datetime) -> int:
        """Set ``RELEASED`` and add one attempt; the number of this attempt."""
        released = (
            update(REQUEST)
            .where(REQUEST.c.request_id == request_id)
            .values(state=RequestState.RELEASED.value, attempts=REQUEST.c.attempts + 1, released_at=at)
            .returning(REQUEST.c.attempts)
        )
        attempt: int = self._connection.execute(released).scalar_one()
        return attempt

    def settle(self, request_id: bytes, state: RequestState) -> None:
        """Set a final state."""
        settled = update(REQUEST).where(REQUEST.c.request_id == request_id).values(state=state.value)
        self._connection.execute(settled)

    def overdue(self, before: datetime, limit: int) -> tuple[RequestRecord, ...]:
        """Unsettled requests reserved, and last released, before a time; oldest first, for update."""
        query = (
            select(REQUEST)
            .where(
                REQUEST.c.state.in_(_OPEN),
                REQUEST.c.reserved_at < before,
                or_(REQUEST.c.released_at.is_(None), REQUEST.c.released_at < before),
            )
            .order_by(REQUEST.c.reserved_at, REQUEST.c.user_id, REQUEST.c.n)
            .limit(limit)
            .with_for_update()
        )
        return tuple(_record(row) for row in self._connection.execute(query))

    def unsettled(self, limit: int) -> tuple[RequestRecord, ...]:
        """Unsettled requests of any age, for update."""
        query = (
            select(REQUEST)
            .where(REQUEST.c.state.in_(_OPEN))
            .order_by(REQUEST.c.user_id, REQUEST.c.n)
            .limit(limit)
            .with_for_update()
        )
        return tuple(_record(row) for row in self._connection.execute(query))

    def newest(
        self, states: Iterable[RequestState], limit: int, *, before: RequestRecord | None = None
    ) -> tuple[RequestRecord, ...]:
        """The requests in these states that were reserved last, newest first."""
        older = () if before is None else (_age(before) > _AGE,)
        return self._ordered(states, limit, older, newest_first=True)

    def next_after(
        self, states: Iterable[RequestState], limit: int, after: RequestRecord
    ) -> tuple[RequestRecord, ...]:
        """The requests in these states that are newer than one, oldest first."""
        return self._ordered(states, limit, (_age(after) < _AGE,), newest_first=False)

    def _ordered(
        self,
        states: Iterable[RequestState],
        limit: int,
        wanted: Sequence[ColumnElement[bool]],
        *,
        newest_first: bool,
    ) -> tuple[RequestRecord, ...]:
        order = [column.desc() if newest_first else column for column in _AGE_COLUMNS]
        query = select(REQUEST).where(*wanted).order_by(*order).limit(limit)
        # One state at a time, so that the index on state and time finds them without reading the table.
        found = [
            _record(row)
            for state in states
            for row in self._connection.execute(query.where(REQUEST.c.state == state.value))
        ]
        return tuple(sorted(found, key=_age_key, reverse=newest_first)[:limit])


def _age(record: RequestRecord) -> ColumnElement[Any]:
    values = zip(_age_key(record), _AGE_COLUMNS, strict=True)
    return tuple_(*(literal(value, column.type) for value, column in values))


def _age_key(record: RequestRecord) -> tuple[datetime, int, bytes]:
    return record.reserved_at, record.n, record.request_id


def _record(row: Row[tuple[object, ...]]) -> RequestRecord:
    return RequestRecord(
        row.request_id,
        row.branch,
        row.user_id,
        row.image_id,
        row.generation,
        row.n,
        RequestState(row.state),
        row.attempts,
        row.reserved_at,
        row.released_at,
    )
