"""Enrolments in SQL: which fingers and which model, never a print or a secret."""

from __future__ import annotations

from sqlalchemy import Connection, Row, insert, select, update

from server.adapters.sql.schema import GENERATION
from server.ports import GenerationRecord, GenerationStatus


class SqlGenerations:
    """The table ``generation`` (:class:`server.ports.Generations`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, user: int, generation: int) -> GenerationRecord | None:
        """One enrolment, or ``None``."""
        query = select(GENERATION).where(GENERATION.c.user_id == user, GENERATION.c.generation == generation)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _record(row)

    def of_user(self, user: int) -> tuple[GenerationRecord, ...]:
        """Every enrolment of a user, oldest first."""
        query = select(GENERATION).where(GENERATION.c.user_id == user).order_by(GENERATION.c.generation)
        return tuple(_record(row) for row in self._connection.execute(query))

    def add(self, record: GenerationRecord) -> None:
        """Insert an enrolment."""
        self._connection.execute(
            insert(GENERATION).values(
                user_id=record.user,
                generation=record.generation,
                status=record.status.value,
                model_digest=record.model_digest,
                fingers=record.fingers,
                enrolled_at=record.enrolled_at,
            )
        )

    def set_status(self, user: int, generation: int, status: GenerationStatus) -> None:
        """Change the status of one enrolment."""
        one = (GENERATION.c.user_id == user) & (GENERATION.c.generation == generation)
        self._connection.execute(update(GENERATION).where(one).values(status=status.value))

    def set_model(self, user: int, generation: int, digest: bytes) -> None:
        """Note the model that every finger of one enrolment gave a key with."""
        one = (GENERATION.c.user_id == user) & (GENERATION.c.generation == generation)
        self._connection.execute(update(GENERATION).where(one).values(model_digest=digest))


def _record(row: Row[tuple[object, ...]]) -> GenerationRecord:
    return GenerationRecord(
        row.user_id,
        row.generation,
        GenerationStatus(row.status),
        row.model_digest,
        row.fingers,
        row.enrolled_at,
    )
