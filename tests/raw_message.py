"""Protobuf messages as bytes, field by field (the wire format of protobuf.dev/programming-guides/encoding).

A reader and a writer of their own, so that a test can read without the generated classes and build what none
of them would write: a field twice, in another order, of another type, cut short.
"""

from __future__ import annotations

from dataclasses import dataclass

VARINT, BYTES = 0, 2
Value = int | bytes | str


@dataclass(frozen=True)
class RawField:
    """One field as it stands in a message: its number, its value, and where its bytes end."""

    number: int
    value: int | bytes
    raw: bytes


def varint(value: int) -> bytes:
    """A base-128 number, in as few bytes as it takes."""
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def field(number: int, value: Value) -> bytes:
    """One field: a number as a varint, anything else with its length before it."""
    if isinstance(value, int):
        return varint(number << 3 | VARINT) + varint(value)
    body = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | BYTES) + varint(len(body)) + body


def read_fields(message: bytes) -> list[RawField]:
    """Every field of a message in the order in which they stand; all are numbers or bytes.

    Raises:
        IndexError: the message is cut short.
    """
    found: list[RawField] = []
    position = 0
    while position < len(message):
        start = position
        tag, position = _read_varint(message, position)
        value: int | bytes
        value, position = _read_varint(message, position)
        if tag & 7 == BYTES:
            body = message[position : position + value]
            if len(body) != value:
                raise IndexError("the message is cut short")
            value, position = body, position + value
        found.append(RawField(tag >> 3, value, message[start:position]))
    return found


def values(message: bytes) -> dict[int, int | bytes]:
    """The fields by number; of a repeated one, the last."""
    return {each.number: each.value for each in read_fields(message)}


def without(message: bytes, number: int) -> bytes:
    """The message without any field of this number."""
    return b"".join(each.raw for each in read_fields(message) if each.number != number)


def replaced(message: bytes, number: int, *instead: Value) -> bytes:
    """The message with other values in the place of all fields of this number."""
    fields = read_fields(message)
    before = b"".join(each.raw for each in fields if each.number < number)
    after = b"".join(each.raw for each in fields if each.number > number)
    return before + b"".join(field(number, value) for value in instead) + after


def _read_varint(message: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position
