"""``lv``: the one encoder of everything that is hashed, authenticated or derived from (protocol, preamble).

Each item is an unsigned 32-bit big-endian length and its bytes. An integer is an item of eight bytes,
big-endian; text is UTF-8. The encoding is injective: two different lists of byte strings never encode alike.
"""

from __future__ import annotations

from shared.errors import Code, Failure

Item = bytes | bytearray | memoryview | int | str

_LENGTH_BYTES = 4
_INTEGER_BYTES = 8


def lv(*items: Item) -> bytes:
    """Encode items, each as its 32-bit big-endian length and its bytes.

    Args:
        items: byte strings, text (UTF-8) or integers in 0..2^64-1 (eight bytes, big-endian). ``bool`` counts
            as the integer 0 or 1.

    Returns:
        The encoding.

    Raises:
        OverflowError: an integer is negative or does not fit 64 bits, or an item is 2^32 bytes or longer.
    """
    parts: list[bytes | bytearray | memoryview] = []
    for item in items:
        # Most items are bytes already, and a long audit log is millions of them.
        body = item if type(item) is bytes else _item_bytes(item)
        parts.append(len(body).to_bytes(_LENGTH_BYTES, "big"))
        parts.append(body)
    return b"".join(parts)


def unlv(data: bytes, count: int) -> list[bytes]:
    """Decode exactly ``count`` items and nothing after them.

    Args:
        data: an ``lv`` encoding.
        count: how many items it must hold.

    Returns:
        The items' bytes.

    Raises:
        Failure: ``MALFORMED`` when an item is cut short, or items are missing or left over.
    """
    items: list[bytes] = []
    position = 0
    for _ in range(count):
        start = position + _LENGTH_BYTES
        end = start + int.from_bytes(data[position:start], "big")
        if start > len(data) or end > len(data):
            raise Failure(Code.MALFORMED)
        items.append(data[start:end])
        position = end
    if position != len(data):
        raise Failure(Code.MALFORMED)
    return items


def integer(item: bytes) -> int:
    """Decode an integer item.

    Raises:
        Failure: ``MALFORMED`` when the item is not eight bytes long.
    """
    if len(item) != _INTEGER_BYTES:
        raise Failure(Code.MALFORMED)
    return int.from_bytes(item, "big")


def _item_bytes(item: Item) -> bytes | bytearray | memoryview:
    if isinstance(item, int):
        return item.to_bytes(_INTEGER_BYTES, "big")
    if isinstance(item, str):
        return item.encode("utf-8")
    return item
