"""The Merkle tree over the audit log, and its signed checkpoints, in SQL (protocol §7.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from server.adapters.sql.audit_rows import exact_bytes
from server.adapters.sql.schema import AUDIT, AUDIT_CHECKPOINT, AUDIT_LOG, AUDIT_NODE
from shared.errors import Code, Failure
from shared.protocol.checkpoint import Checkpoint, LogOrigin
from shared.protocol.messages import CheckpointReference

_PORTION = 1000

_WITH_ORIGIN = select(AUDIT_CHECKPOINT, AUDIT_LOG).join(
    AUDIT_LOG, AUDIT_LOG.c.log_id == AUDIT_CHECKPOINT.c.log_id
)


class SqlAuditTree:
    """The tables ``audit_log``, ``audit_node`` and ``audit_checkpoint`` (:class:`server.ports.AuditTree`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def origin(self) -> LogOrigin | None:
        """How the log in force began; ``None`` before the first checkpoint."""
        row = self._connection.execute(select(AUDIT_LOG).order_by(AUDIT_LOG.c.number.desc()).limit(1)).first()
        return None if row is None else _origin(row)

    def begin(self, origin: LogOrigin) -> None:
        """Begin a log; the rows stay."""
        number = self._connection.execute(select(func.count()).select_from(AUDIT_LOG)).scalar_one() + 1
        past = origin.taken_over
        self._connection.execute(
            insert(AUDIT_LOG).values(
                log_id=origin.log_id.hex(),
                number=number,
                salt=origin.salt.hex(),
                past_log_id=past.log_id.hex(),
                past_size=past.size,
                past_root=past.root.hex(),
            )
        )

    def was_taken_over(self, log_id: bytes) -> bool:
        """Whether a later log took this one over."""
        query = select(AUDIT_LOG.c.number).where(
            AUDIT_LOG.c.past_log_id == log_id.hex(), AUDIT_LOG.c.past_size > 0
        )
        return self._connection.execute(query).first() is not None

    def newest(self) -> Checkpoint | None:
        """The newest checkpoint of the log in force."""
        query = _WITH_ORIGIN.order_by(AUDIT_LOG.c.number.desc(), AUDIT_CHECKPOINT.c.size.desc()).limit(1)
        row = self._connection.execute(query).first()
        return None if row is None else _checkpoint(row)

    def checkpoints(self) -> Iterator[Checkpoint]:
        """Every checkpoint of every log, by size. What cannot be read comes with an empty root."""
        query = _WITH_ORIGIN.order_by(AUDIT_CHECKPOINT.c.size).execution_options(yield_per=_PORTION)
        return (_checkpoint(row) for row in self._connection.execute(query))

    def add(self, checkpoint: Checkpoint) -> None:
        """Insert a checkpoint of the log in force."""
        self._connection.execute(
            insert(AUDIT_CHECKPOINT).values(
                size=checkpoint.size,
                log_id=checkpoint.origin.log_id.hex(),
                root=checkpoint.root.hex(),
                time_us=checkpoint.time_us,
                signature=checkpoint.signature.hex(),
            )
        )

    def size(self) -> int:
        """How many rows the stored nodes cover: the largest size of a checkpoint."""
        return self._connection.execute(select(func.max(AUDIT_CHECKPOINT.c.size))).scalar_one() or 0

    def node(self, level: int, index: int) -> bytes:
        """One complete node.

        Raises:
            Failure: ``INTEGRITY`` when it is missing or none.
        """
        query = select(AUDIT_NODE.c.hash).where(AUDIT_NODE.c.level == level, AUDIT_NODE.c.position == index)
        if level == 0:
            query = select(AUDIT.c.leaf_hash).where(AUDIT.c.seq == index + 1)
        found = exact_bytes(self._connection.execute(query).scalar_one_or_none())
        if found is None:
            sentence = "The audit log's tree is damaged; run `ridgekey audit verify`."
            raise Failure(Code.INTEGRITY, sentence)
        return found

    def add_nodes(self, nodes: Iterable[tuple[int, int, bytes]]) -> None:
        """Insert nodes: level, index, hash."""
        rows = ({"level": level, "position": index, "hash": node.hex()} for level, index, node in nodes)
        while portion := list(islice(rows, _PORTION)):
            self._connection.execute(insert(AUDIT_NODE), portion)

    def nodes(self) -> Iterator[tuple[int, int, bytes]]:
        """Every stored node in the order in which they became complete; no hash comes as an empty one."""
        completed_at = (AUDIT_NODE.c.position + 1).op("<<")(AUDIT_NODE.c.level)
        query = select(AUDIT_NODE).order_by(completed_at, AUDIT_NODE.c.level)
        portions = self._connection.execute(query.execution_options(yield_per=_PORTION)).partitions()
        found = chain.from_iterable(portions)
        return ((level, position, _bytes(text)) for level, position, text in found)


def _origin(row: Row[Any]) -> LogOrigin:
    past = CheckpointReference(_bytes(row.past_log_id), row.past_size, _bytes(row.past_root))
    return LogOrigin(_bytes(row.salt), past)


def _checkpoint(row: Row[Any]) -> Checkpoint:
    return Checkpoint(_origin(row), row.size, _bytes(row.root), row.time_us, _bytes(row.signature))


def _bytes(text: object) -> bytes:
    """Somebody else's text that is no hexadecimal becomes nothing, which no signature fits."""
    return exact_bytes(text) or b""
