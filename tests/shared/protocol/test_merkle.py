"""Roots and proofs of RFC 9162 §2.1, against its definitions written down once more, and its own examples."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.protocol.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    includes,
    inclusion_proof,
    is_consistent,
    root,
)

MOST = 70
LEAVES = [hashlib.sha256(b"\x00" + bytes([number])).digest() for number in range(MOST)]


def tree_hash(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162 §2.1.1, word for word, over leaf hashes."""
    if len(leaves) == 1:
        return leaves[0]
    k = max(1 << power for power in range(len(leaves).bit_length()) if 1 << power < len(leaves))
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:k]) + tree_hash(leaves[k:])).digest()


def stored() -> dict[tuple[int, int], bytes]:
    """Every complete node, as appending gives them."""
    nodes, frontier = {(0, index): leaf for index, leaf in enumerate(LEAVES)}, Frontier()
    for leaf in LEAVES:
        nodes.update({(level, index): node for level, index, node in frontier.append(leaf)})
    return nodes


NODES = stored()


def read(level: int, index: int) -> bytes:
    return NODES[level, index]


def test_the_roots_are_those_of_the_definition() -> None:
    frontier = Frontier()
    assert root(0, read) == EMPTY_ROOT == frontier.root() == hashlib.sha256(b"").digest()
    for size in range(1, MOST + 1):
        frontier.append(LEAVES[size - 1])
        assert root(size, read) == tree_hash(LEAVES[:size]) == frontier.root()


def test_the_leaves_of_certificate_transparency_give_its_published_root() -> None:
    # The test tree that implementations of RFC 6962 and 9162 share: eight inputs, one root.
    inputs = (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
    frontier = Frontier()
    for text in inputs:
        frontier.append(hashlib.sha256(b"\x00" + bytes.fromhex(text)).digest())
    assert frontier.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(before=st.integers(0, MOST), added=st.integers(0, MOST))
def test_a_frontier_taken_up_later_goes_on_alike(before: int, added: int) -> None:
    size = min(before + added, MOST)
    frontier = Frontier(before, read)
    for leaf in LEAVES[before:size]:
        for level, index, node in frontier.append(leaf):
            assert node == NODES[level, index]
    assert (frontier.size, frontier.root()) == (max(size, before), root(max(size, before), read))


@pytest.mark.parametrize("size", range(1, 34))
def test_every_leaf_is_proved_where_it_is_and_nowhere_else(size: int) -> None:
    whole = root(size, read)
    for index in range(size):
        proof = inclusion_proof(index, size, read)
        assert includes(LEAVES[index], index, size, proof, whole)
        assert not includes(LEAVES[index + 1], index, size, proof, whole)
        assert not any(
            includes(LEAVES[index], other, size, proof, whole) for other in range(size) if other != index
        )
        assert not includes(LEAVES[index], index, size, (*proof, bytes(32)), whole)
        assert not proof or not includes(LEAVES[index], index, size, proof[1:], whole)


@pytest.mark.parametrize("second", range(1, 34))
def test_every_earlier_tree_is_proved_and_no_other(second: int) -> None:
    after = root(second, read)
    for first in range(1, second + 1):
        before, proof = root(first, read), consistency_proof(first, second, read)
        assert is_consistent(first, before, second, after, proof)
        assert not is_consistent(first, bytes(32), second, after, proof)
        assert not is_consistent(first, before, second, bytes(32), proof)
        assert not is_consistent(first, before, second, after, (*proof, bytes(32)))
        assert not proof or not is_consistent(first, before, second, after, proof[:-1])
        assert first == 1 or not is_consistent(first - 1, before, second, after, proof)


@given(size=st.integers(2, MOST), data=st.data(), place=st.integers(0, 6), bit=st.integers(0, 255))
def test_a_flipped_bit_proves_nothing(size: int, data: st.DataObject, place: int, bit: int) -> None:
    first = data.draw(st.integers(1, size - 1))
    proof = list(consistency_proof(first, size, read))
    place %= len(proof)
    flipped = int.from_bytes(proof[place], "big") ^ 1 << bit
    proof[place] = flipped.to_bytes(32, "big")
    assert not is_consistent(first, root(first, read), size, root(size, read), proof)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (1, 1), (3, 3), (0, 0)])
def test_there_is_no_proof_of_a_leaf_that_is_none(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="leaf"):
        inclusion_proof(index, size, read)
    assert not includes(LEAVES[0], index, size, (), LEAVES[0])


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3), (-1, 3)])
def test_there_is_no_proof_from_a_tree_that_is_none(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="no proof"):
        consistency_proof(first, second, read)
    assert not is_consistent(first, EMPTY_ROOT, second, root(3, read), ())
