"""Every way to spoil a file that is a list of ``lv`` items."""

from __future__ import annotations

from collections.abc import Iterator

from tests.independent_exchange import lv
from tests.vectors.frame_changes import flipped

Refused = tuple[str, bytes, str]
"""What was done, the bytes, and the failure that they must meet."""


def items(data: bytes) -> list[bytes]:
    """The items of an ``lv`` encoding."""
    found, position = [], 0
    while position < len(data):
        end = position + 4 + int.from_bytes(data[position : position + 4], "big")
        found.append(data[position + 4 : end])
        position = end
    return found


def spoilt(data: bytes, names: list[str], failure: str) -> Iterator[Refused]:
    """Each item altered, missing, empty, twice, cut or longer, and the whole cut at each boundary."""
    parts = items(data)
    assert lv(*parts) == data
    assert len(parts) == len(names)
    for index, name in enumerate(names):
        before, part, after = parts[:index], parts[index], parts[index + 1 :]
        yield f"{name}: a bit of it", lv(*before, flipped(part, 8 * (len(part) // 2)), *after), failure
        yield f"{name}: its last bit", lv(*before, flipped(part, -1), *after), failure
        yield f"{name} missing", lv(*before, *after), failure
        yield f"{name} empty", lv(*before, b"", *after), failure
        yield f"{name} twice", lv(*before, part, part, *after), failure
        yield f"{name} one byte short", lv(*before, part[:-1], *after), failure
        yield f"{name} one byte long", lv(*before, part + b"\0", *after), failure
        yield f"cut before {name}", lv(*before), failure
        yield f"cut within {name}", lv(*before, part)[:-1], failure
    first_two = [parts[1], parts[0], *parts[2:]]
    yield f"{names[0]} and {names[1]} in the other order", lv(*first_two), failure
    yield "a byte behind it", data + b"\n", failure
    yield "a byte before it", b"\0" + data, failure
    yield "a length of 2^32 - 1", b"\xff" * 4 + data[4:], failure
    yield "all of it twice", data * 2, failure
