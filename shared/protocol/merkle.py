"""The Merkle tree over the audit log (protocol §7.2): roots, inclusion proofs, consistency proofs.

RFC 9162 §2.1 with SHA-256. A node is named by its level and its index there: node (0, i) is the leaf hash of
row i + 1, node (l, i) the root over the leaves i·2^l … (i+1)·2^l − 1. Such complete subtrees never change, so
they are stored, and every root and proof is made from O(log size) of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

NodeReader = Callable[[int, int], bytes]
"""Gives the hash of one complete node by level and index; 32 bytes."""

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root over no leaf (RFC 9162 §2.1.1)."""

_NODE_PREFIX = b"\x01"


def parent(left: bytes, right: bytes) -> bytes:
    """The hash over two nodes side by side (RFC 9162 §2.1.1)."""
    return hashlib.sha256(_NODE_PREFIX + left + right).digest()


class Frontier:
    """The right edge of a growing tree: what it takes to append leaves and to know the root.

    Args:
        size: how many leaves there are.
        read: gives their complete nodes; asked for one on each level at most, and only now.
    """

    def __init__(self, size: int = 0, read: NodeReader | None = None) -> None:
        self._size = size
        self._peaks = list(_peaks(size, read)) if read else []
        if size and not self._peaks:
            raise ValueError("a tree with leaves needs its nodes")

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return self._size

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Append a leaf hash.

        Returns:
            Level (from 1 on), index and hash of the nodes above the leaves that became complete.
        """
        level, index, node = 0, self._size, leaf
        complete: list[tuple[int, int, bytes]] = []
        while index & 1:
            level, index, node = level + 1, index >> 1, parent(self._peaks.pop(), node)
            complete.append((level, index, node))
        self._peaks.append(node)
        self._size += 1
        return complete

    def root(self) -> bytes:
        """The root over all leaves so far (RFC 9162 §2.1.1)."""
        if not self._peaks:
            return EMPTY_ROOT
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = parent(peak, node)
        return node


def root(size: int, read: NodeReader) -> bytes:
    """The root over the first ``size`` leaves (RFC 9162 §2.1.1)."""
    return Frontier(size, read).root()


def inclusion_proof(index: int, size: int, read: NodeReader) -> tuple[bytes, ...]:
    """The audit path of leaf ``index``, from 0 on, in the tree over ``size`` leaves (RFC 9162 §2.1.3.1).

    Raises:
        ValueError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_subtree(middle, end, read))
            end = middle
        else:
            path.append(_subtree(start, middle, read))
            start = middle
    return tuple(reversed(path))


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """Whether a proof shows that the tree with this root holds a leaf there (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            node = parent(sibling, node)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            node = parent(node, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and node == expected_root


def consistency_proof(first: int, second: int, read: NodeReader) -> tuple[bytes, ...]:
    """What shows that the tree over ``first`` leaves begins the one over ``second`` (RFC 9162 §2.1.4.1).

    Empty when the sizes are equal.

    Raises:
        ValueError: the sizes are not 0 < first <= second.
    """
    if not 0 < first <= second:
        raise ValueError(f"no proof from {first} to {second}")
    if first == second:
        return ()
    path: list[bytes] = []
    start, end, whole = 0, second, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(_subtree(middle, end, read))
            end = middle
        else:
            path.append(_subtree(start, middle, read))
            start, whole = middle, False
    if not whole:
        path.append(_subtree(start, end, read))
    return tuple(reversed(path))


def is_consistent(
    first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether a proof shows that the second tree extends the first (RFC 9162 §2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    position, last = first - 1, second - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    of_first = of_second = path[0]
    for node in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            of_first, of_second = parent(node, of_first), parent(node, of_second)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            of_second = parent(of_second, node)
        position, last = position >> 1, last >> 1
    return last == 0 and of_first == first_root and of_second == second_root


def _peaks(size: int, read: NodeReader) -> Iterator[bytes]:
    """The roots of the largest complete subtrees that make up ``size`` leaves, from the left."""
    start = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            yield read(level, start >> level)
            start += 1 << level


def _split(leaves: int) -> int:
    """The largest power of two below ``leaves`` (RFC 9162 §2.1.1)."""
    return 1 << ((leaves - 1).bit_length() - 1)


def _subtree(start: int, end: int, read: NodeReader) -> bytes:
    """The root over the leaves from ``start``, a multiple of the subtree's width, up to ``end``."""
    leaves = end - start
    if leaves & (leaves - 1) == 0:
        level = leaves.bit_length() - 1
        return read(level, start >> level)
    middle = start + _split(leaves)
    return parent(_subtree(start, middle, read), _subtree(middle, end, read))
