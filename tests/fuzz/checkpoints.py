"""Checkpoints of the audit log (protocol §7.3), as they come and under a true signature, with any proof."""

from __future__ import annotations

from contextlib import suppress

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.errors import Failure
from shared.protocol.checkpoint import Checkpoint, witnessed
from shared.protocol.messages import CheckpointReference
from tests.independent_exchange import lv, sha256
from tests.vectors.audit_trees import LOG_KEY, ORIGIN, checkpoint, consistency, root
from tests.vectors.spoilt_items import items

SIGNING = Ed25519PrivateKey.from_private_bytes(LOG_KEY)
PUBLIC = SIGNING.public_key().public_bytes_raw()
HELD = CheckpointReference(sha256(ORIGIN), 6, root(6))
PROOF_BYTES = 32 * len(consistency(6, 11))


def parse(data: bytes) -> None:
    """Read a proof and a checkpoint behind it; then once more, the rest being what is signed."""
    with suppress(Failure):
        read(data)
    proof, part = data[:PROOF_BYTES], data[PROOF_BYTES:]
    with suppress(Failure):
        read(proof + lv(part, SIGNING.sign(part)))


def read(data: bytes) -> None:
    """Verify a checkpoint and its proof as a witness of 6 rows; there is one encoding of each.

    Raises:
        Failure: it does not extend what is held.
    """
    proof, shown = data[:PROOF_BYTES], data[PROOF_BYTES:]
    hashes = tuple(proof[start : start + 32] for start in range(0, len(proof), 32))
    with suppress(Failure):
        assert Checkpoint.decode(shown).encode() == shown
    assert witnessed(HELD, shown, hashes, PUBLIC).size >= HELD.size


def seeds() -> dict[str, bytes]:
    """A true checkpoint with its proof, whole and before it is signed."""
    proof = b"".join(consistency(6, 11))
    return {"signed": proof + checkpoint(11), "unsigned": proof + items(checkpoint(11))[0]}
