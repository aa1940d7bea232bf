"""Column types that keep values readable in SQL: moments as microseconds, digests as hexadecimal text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from shared.identifiers import Finger

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC of an aware moment, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(value: int) -> datetime:
    """The aware UTC moment so many microseconds after 1970-01-01."""
    return _EPOCH + value * _MICROSECOND


def name_type(length: int) -> TypeEngine[str]:
    """Text that lists are ordered by: by code point on every database, whatever its collation."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Moment(TypeDecorator[datetime]):
    """An aware UTC time, stored as microseconds since 1970: the same in every database and time zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Store microseconds."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read microseconds."""
        return None if value is None else moment_of(value)


class Hexadecimal(TypeDecorator[bytes]):
    """Public bytes (digests, request IDs), stored as lower-case hexadecimal: no column is binary."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Store hexadecimal digits."""
        return None if value is None else value.hex()

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        """Read hexadecimal digits."""
        return None if value is None else bytes.fromhex(value)


class FingerSet(TypeDecorator[tuple[Finger, ...]]):
    """Fingers in the paper's order, stored as a number with one bit for each."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: tuple[Finger, ...] | None, dialect: Dialect) -> int | None:
        """Store the bits."""
        return None if value is None else sum(1 << finger for finger in set(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Finger, ...] | None:
        """Read the bits."""
        return None if value is None else tuple(finger for finger in Finger if value >> finger & 1)
