"""Reading the fields of frames that come from elsewhere: every length and number is bounded (protocol §3).

A field that is out of bounds is ``MALFORMED`` and named, so that the peer learns which one it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from google.protobuf.message import DecodeError, Message

from shared.errors import Code, Failure

AnyMessage = TypeVar("AnyMessage", bound=Message)

MAX_OFFERS = 16
MAX_NAME_CHARACTERS = 64


def parse(kind: type[AnyMessage], frame: bytes) -> AnyMessage:
    """Parse a frame and refuse what the contract does not know.

    Raises:
        Failure: ``MALFORMED`` when the bytes are no such message or carry unknown fields.
    """
    message = kind()
    try:
        message.ParseFromString(frame)
    except (DecodeError, RecursionError):
        raise Failure(Code.MALFORMED) from None
    refuse_unknown_fields(message)
    return message


def refuse_unknown_fields(message: Message) -> None:
    """Refuse a message that carries fields the contract does not know, at any depth.

    Raises:
        Failure: ``MALFORMED``.
    """
    size = message.ByteSize()
    message.DiscardUnknownFields()
    if message.ByteSize() != size:
        raise Failure(Code.MALFORMED)


def exact(value: bytes, length: int, field: str) -> bytes:
    """Bytes of exactly one length."""
    return bounded(value, length, length, field)


def bounded(value: bytes, least: int, most: int, field: str) -> bytes:
    """Bytes of ``least`` to ``most`` in length."""
    if not least <= len(value) <= most:
        raise Failure(Code.MALFORMED, field=field)
    return value


def number(value: int, least: int, most: int, field: str) -> int:
    """A whole number of ``least`` to ``most``."""
    if not least <= value <= most:
        raise Failure(Code.MALFORMED, field=field)
    return value


def name(value: str, field: str) -> str:
    """A name of 1 to 64 printable ASCII characters."""
    if not (1 <= len(value) <= MAX_NAME_CHARACTERS and value.isascii() and value.isprintable()):
        raise Failure(Code.MALFORMED, field=field)
    return value


def offers(values: Sequence[str], field: str) -> tuple[str, ...]:
    """One to sixteen names."""
    number(len(values), 1, MAX_OFFERS, field)
    return tuple(name(value, field) for value in values)


def digests(values: Sequence[bytes], least: int, most: int, field: str) -> tuple[bytes, ...]:
    """``least`` to ``most`` SHA-256 digests of 32 bytes."""
    number(len(values), least, most, field)
    return tuple(exact(value, 32, field) for value in values)
