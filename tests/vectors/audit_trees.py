"""A small audit log and one that forks from it, with their roots, proofs and checkpoints (protocol §7.2).

Written from RFC 9162 §2.1 as it stands there, over whole lists of leaves, with no tree in between.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.independent_exchange import lv, sha256
from tests.replay_randomness import ReplayRandomness

LOG_KEY = ReplayRandomness("log key").token(32)
SALT = sha256(b"a log")
TIME_US = 1_700_000_000_000_000
LEAVES = [sha256(b"row %d" % index) for index in range(16)]
FORKED = [LEAVES[0], *(sha256(b"other row %d" % index) for index in range(1, 16))]
ORIGIN = lv("ridgekey/1 log", SALT, b"", 0, b"")


def tree_hash(leaves: list[bytes]) -> bytes:
    """MTH (§2.1.1), of leaf hashes."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = _split(len(leaves))
    return sha256(b"\x01" + tree_hash(leaves[:k]) + tree_hash(leaves[k:]))


def root(size: int) -> bytes:
    """The root over the first rows of the log."""
    return tree_hash(LEAVES[:size])


def fork_root(size: int) -> bytes:
    """The root over as many rows of the log that forks from it after the first."""
    return tree_hash(FORKED[:size])


def consistency(first: int, second: int, *, fork: bool = False) -> tuple[bytes, ...]:
    """PROOF(first, D[second]) (§2.1.4.1)."""
    leaves = FORKED if fork else LEAVES
    return () if first == second else tuple(_subproof(first, leaves[:second], whole=True))


def checkpoint(
    size: int,
    *,
    root: bytes | None = None,
    origin: bytes = ORIGIN,
    taken_over: int = 0,
    key: bytes = LOG_KEY,
    label: str = "ridgekey/1 checkpoint",
    signature: bytes | None = None,
    signature_of: int | None = None,
) -> bytes:
    """A signed checkpoint of the log; each argument makes it another than the true one.

    Args:
        size: how many rows it says.
        root: the root it says.
        origin: how its log began.
        taken_over: the size at which its log took over the true one, 0 for the true log itself.
        key: who signs.
        label: what the signature is for.
        signature: in the place of a signature.
        signature_of: the size of the checkpoint whose signature it bears.
    """
    if taken_over:
        past = (sha256(ORIGIN), taken_over, tree_hash(LEAVES[:taken_over]))
        origin = lv("ridgekey/1 log", sha256(b"a log after a restore"), *past)

    def part(rows: int) -> bytes:
        said = root if root is not None else tree_hash(LEAVES[:rows])
        return lv(label, origin, rows, said, TIME_US)

    signing = Ed25519PrivateKey.from_private_bytes(key)
    return lv(part(size), signature or signing.sign(part(signature_of or size)))


def foreign_checkpoint(size: int) -> bytes:
    """A checkpoint of another log with the same rows, signed by the same head office."""
    return checkpoint(size, origin=lv("ridgekey/1 log", sha256(b"another log"), b"", 0, b""))


def _subproof(m: int, leaves: list[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF (§2.1.4.1)."""
    if m == len(leaves):
        return [] if whole else [tree_hash(leaves)]
    k = _split(len(leaves))
    if m <= k:
        return [*_subproof(m, leaves[:k], whole=whole), tree_hash(leaves[k:])]
    return [*_subproof(m - k, leaves[k:], whole=False), tree_hash(leaves[:k])]


def _split(count: int) -> int:
    """The largest power of two below ``count``."""
    return 1 << ((count - 1).bit_length() - 1)
