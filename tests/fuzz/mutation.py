"""Inputs made from good ones: bits turned, pieces cut, doubled, moved and swapped, lengths made to lie.

Blind to coverage, so that it runs wherever Python does; where atheris installs, that guides instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random

EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 2**31 - 1, 2**31, 2**32 - 1, 2**63, 2**64 - 1)
MOST_CHANGES = 6
Change = Callable[[bytearray, Random], None]


def mutations(corpus: Sequence[bytes], random: Random) -> Iterator[bytes]:
    """Changed inputs without end; the same for the same corpus and state of ``random``."""
    while True:
        data = bytearray(random.choice(corpus))
        for _ in range(random.randint(1, MOST_CHANGES)):
            if random.random() < 0.1:
                _splice(data, random.choice(corpus), random)
            else:
                random.choice(CHANGES)(data, random)
        yield bytes(data)


def _flip_bit(data: bytearray, random: Random) -> None:
    if data:
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def _set_byte(data: bytearray, random: Random) -> None:
    if data:
        data[random.randrange(len(data))] = random.randrange(256)


def _cut(data: bytearray, random: Random) -> None:
    start, end = _span(data, random)
    del data[start:end]


def _truncate(data: bytearray, random: Random) -> None:
    del data[random.randint(0, len(data)) :]


def _double(data: bytearray, random: Random) -> None:
    start, end = _span(data, random)
    data[end:end] = data[start:end]


def _move(data: bytearray, random: Random) -> None:
    start, end = _span(data, random)
    piece = data[start:end]
    del data[start:end]
    at = random.randint(0, len(data))
    data[at:at] = piece


def _insert(data: bytearray, random: Random) -> None:
    at = random.randint(0, len(data))
    data[at:at] = random.randbytes(random.randint(1, 8))


def _lie(data: bytearray, random: Random) -> None:
    """A number at an edge of its range, in either order of bytes."""
    size = random.choice((1, 2, 4, 8))
    number = random.choice(EDGES) % (1 << 8 * size)
    at = random.randint(0, max(0, len(data) - size))
    data[at : at + size] = number.to_bytes(size, random.choice(("big", "little")))


def _splice(data: bytearray, other: bytes, random: Random) -> None:
    start, end = _span(bytearray(other), random)
    at = random.randint(0, len(data))
    data[at : at + random.choice((0, end - start))] = other[start:end]


def _span(data: bytearray, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.choice((1, 2, 4, 16, 64, 256)))


CHANGES: tuple[Change, ...] = (_flip_bit, _set_byte, _cut, _truncate, _double, _move, _insert, _lie)
