"""Every way to spoil one field of a frame, with the refusal that each must meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.raw_message import BYTES, VARINT, Value, field, read_fields, replaced, varint, without

BRANCH, HEAD_OFFICE = "branch", "head office"


@dataclass(frozen=True)
class Refusal:
    """Who refuses, with which code, naming which field of the frame or which chunk of the image."""

    by: str
    failure: str
    field: str | None = None
    at: int | None = None


Change = tuple[str, bytes, Refusal]


@dataclass(frozen=True)
class Rules:
    """How one kind of frame is read.

    Args:
        reader: the end that reads it.
        unnoticed: what becomes of a frame that reads the same but has other bytes, which a transcript shows;
            ``None`` where no transcript has this frame.
    """

    reader: str
    unnoticed: Refusal | None

    def malformed(self, name: str | None = None) -> Refusal:
        """The reader's own refusal."""
        return Refusal(self.reader, "MALFORMED", name)


@dataclass(frozen=True)
class BytesField:
    """A byte string of one length; ``altered`` is the refusal of any other value of that length."""

    number: int
    name: str
    altered: Refusal


@dataclass(frozen=True)
class NameField:
    """A name of 1 to 64 printable ASCII characters; ``altered`` is the refusal of ``another``."""

    number: int
    name: str
    another: str
    altered: Refusal


@dataclass(frozen=True)
class NumberField:
    """A number; ``others`` are values with the refusal of each."""

    number: int
    name: str
    others: tuple[tuple[int, Refusal], ...]


AnyField = BytesField | NameField | NumberField


def changes(frame: bytes, rules: Rules, fields: tuple[AnyField, ...]) -> Iterator[Change]:
    """Every change of a good frame: of each field, of their number and order, and of the whole."""
    for each in fields:
        if isinstance(each, BytesField):
            yield from _bytes_changes(frame, rules, each)
        elif isinstance(each, NameField):
            yield from _name_changes(frame, rules, each)
        else:
            yield from ((f"{each.name} {n}", replaced(frame, each.number, n), r) for n, r in each.others)
        yield from _shape_changes(frame, rules, each)
    yield from _whole_changes(frame, rules)


def cut_changes(frame: bytes, rules: Rules, required: dict[int, str]) -> Iterator[Change]:
    """The frame cut before each field, which leaves out that and all after it, and inside each field.

    Args:
        frame: a good frame.
        rules: how it is read.
        required: the fields without which it is malformed, in the order in which they are looked at.
    """
    position = 0
    there: list[int] = []
    for each in read_fields(frame):
        missing = [name for number, name in required.items() if number not in there]
        where = f"field {each.number}" + (" the second time" if each.number in there else "")
        if position and missing:
            yield f"cut before {where}", frame[:position], rules.malformed(missing[0])
        position += len(each.raw)
        there.append(each.number)
        yield f"cut within {where}", frame[: position - 1], rules.malformed()


def flipped(data: bytes, bit: int) -> bytes:
    """The data with one bit turned; negative bits count from the end."""
    altered = bytearray(data)
    altered[bit // 8] ^= 1 << bit % 8
    return bytes(altered)


def held(frame: bytes, number: int) -> Value:
    """The value of a field that stands once in a frame."""
    (value,) = [each.value for each in read_fields(frame) if each.number == number]
    return value


def _bytes_changes(frame: bytes, rules: Rules, each: BytesField) -> Iterator[Change]:
    value, number, name = held(frame, each.number), each.number, each.name
    assert isinstance(value, bytes)
    malformed = rules.malformed(name)
    yield f"no {name}", without(frame, number), malformed
    yield f"{name} empty", replaced(frame, number, b""), malformed
    yield f"{name} one byte short", replaced(frame, number, value[:-1]), malformed
    yield f"{name} one byte long", replaced(frame, number, value + b"\0"), malformed
    for where, bit in (("first", 0), ("last", -1)):
        yield f"{name}, its {where} bit", replaced(frame, number, flipped(value, bit)), each.altered
    yield f"{name} twice, the last another", replaced(frame, number, value, flipped(value, -1)), each.altered


def _name_changes(frame: bytes, rules: Rules, each: NameField) -> Iterator[Change]:
    number, name, malformed = each.number, each.name, rules.malformed(each.name)
    yield f"no {name}", without(frame, number), malformed
    yield f"{name} of 65 characters", replaced(frame, number, "x" * 65), malformed
    yield f"{name} with a control character", replaced(frame, number, "a\x07"), malformed
    yield f"{name} beyond ASCII", replaced(frame, number, "é"), malformed
    yield f"{name} that is no UTF-8", replaced(frame, number, b"\xff\xfe"), rules.malformed()
    yield f"another {name}", replaced(frame, number, each.another), each.altered


def _shape_changes(frame: bytes, rules: Rules, each: AnyField) -> Iterator[Change]:
    fields = read_fields(frame)
    (one,) = [one for one in fields if one.number == each.number]
    doubled = b"".join(part.raw * 2 if part is one else part.raw for part in fields)
    if rules.unnoticed:
        yield f"{each.name} twice", doubled, rules.unnoticed
    other_type: Value = 1 if isinstance(one.value, bytes) else b"1"
    yield f"{each.name} of another type", replaced(frame, each.number, other_type), rules.malformed()


def _whole_changes(frame: bytes, rules: Rules) -> Iterator[Change]:
    fields = read_fields(frame)
    yield "an unknown field behind it", frame + field(100, 1), rules.malformed()
    yield "an unknown field before it", field(100, b"?") + frame, rules.malformed()
    yield "field number 0", frame + varint(0 << 3 | VARINT) + b"\1", rules.malformed()
    yield "a group that does not end", frame + varint(50 << 3 | 3), rules.malformed()
    yield "a reserved wire type", frame + varint(50 << 3 | 7), rules.malformed()
    yield (
        "a length beyond the end",
        frame + varint(fields[-1].number << 3 | BYTES) + b"\x7f",
        rules.malformed(),
    )
    yield (
        "an endless number",
        frame + varint(fields[0].number << 3 | VARINT) + b"\xff" * 11,
        rules.malformed(),
    )
    if rules.unnoticed and len(fields) > 1:
        backwards = b"".join(each.raw for each in reversed(fields))
        yield "its fields backwards", backwards, rules.unnoticed
