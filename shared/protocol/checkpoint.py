"""Signed checkpoints of the audit log (protocol §7.2), and what a branch demands of one (§7.3).

A checkpoint says: at this time, log so-and-so had this many rows, and this root over them. Its log is named
by the hash of how it began, so that one begun after a restore names the log that it took over (§5.7).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.crypto.labels import Label
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.crypto.signatures import SIGNATURE_BYTES, is_signed, sign
from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure
from shared.protocol.merkle import is_consistent
from shared.protocol.messages import CheckpointReference

HASH_BYTES = 32
SALT_BYTES = 32


@dataclass(frozen=True)
class LogOrigin:
    """How a log began.

    Attributes:
        salt: 32 random bytes, so that no two logs share an ID.
        taken_over: ID, size and root of the log before it, whose rows are its first; size 0 for the first.
    """

    salt: bytes
    taken_over: CheckpointReference = field(default_factory=CheckpointReference)

    @classmethod
    def begin(cls, randomness: Randomness, taken_over: CheckpointReference | None = None) -> LogOrigin:
        """A log of its own; ``taken_over`` when it goes on from another's rows (protocol §5.7)."""
        return cls(randomness.token(SALT_BYTES), taken_over or CheckpointReference())

    def encode(self) -> bytes:
        """``lv`` of the label and the fields."""
        past = self.taken_over
        return lv(Label.LOG, self.salt, past.log_id, past.size, past.root)

    @property
    def log_id(self) -> bytes:
        """The log's ID: the hash of how it began, 32 bytes."""
        return hashlib.sha256(self.encode()).digest()


@dataclass(frozen=True)
class Checkpoint:
    """What a head office says of its audit log.

    Attributes:
        origin: how the log began; its hash is the log's ID.
        size: how many rows the log had.
        root: the RFC 9162 root over their leaf hashes, 32 bytes.
        time_us: when, in microseconds since 1970-01-01 UTC.
        signature: Ed25519 by the head office's log key, 64 bytes.
    """

    origin: LogOrigin
    size: int
    root: bytes
    time_us: int
    signature: bytes

    @classmethod
    def signed(cls, origin: LogOrigin, size: int, root: bytes, time_us: int, key: Secret) -> Checkpoint:
        """Sign the state of a log with the head office's log key."""
        return cls(origin, size, root, time_us, sign(key, _signed_part(origin, size, root, time_us)))

    @property
    def reference(self) -> CheckpointReference:
        """What a Hello says of it (protocol §3.1)."""
        return CheckpointReference(self.origin.log_id, self.size, self.root)

    def encode(self) -> bytes:
        """The bytes that an Accept carries: ``lv(signed part, signature)``."""
        return lv(_signed_part(self.origin, self.size, self.root, self.time_us), self.signature)

    def is_signed_by(self, log_key: bytes) -> bool:
        """Whether the head office with this Ed25519 public key says so."""
        signed = _signed_part(self.origin, self.size, self.root, self.time_us)
        return is_signed(log_key, self.signature, signed)

    @classmethod
    def decode(cls, data: bytes) -> Checkpoint:
        """Read a checkpoint; whether its signature holds is :meth:`is_signed_by`'s.

        Raises:
            Failure: ``MALFORMED`` when it is none.
        """
        part, signature = unlv(data, 2)
        label, origin, size, root, time_us = unlv(part, 5)
        kind, salt, past_log, past_size, past_root = unlv(origin, 5)
        past = CheckpointReference(past_log, integer(past_size), past_root)
        labels = (label, kind) == (Label.CHECKPOINT.encode(), Label.LOG.encode())
        past_length = HASH_BYTES if past.size else 0
        lengths = (len(salt), len(past_log), len(past_root), len(root), len(signature))
        if not labels or lengths != (SALT_BYTES, past_length, past_length, HASH_BYTES, SIGNATURE_BYTES):
            raise Failure(Code.MALFORMED)
        return cls(LogOrigin(salt, past), integer(size), root, integer(time_us), signature)


@dataclass(frozen=True)
class Testimony:
    """What a head office tells a witness: its newest checkpoint, and the proof from the one that is held."""

    checkpoint: Checkpoint
    proof: tuple[bytes, ...] = ()


def _signed_part(origin: LogOrigin, size: int, root: bytes, time_us: int) -> bytes:
    return lv(Label.CHECKPOINT, origin.encode(), size, root, time_us)


def witnessed(held: CheckpointReference, shown: bytes, proof: Sequence[bytes], log_key: bytes) -> Checkpoint:
    """Verify a checkpoint that was shown against the one that is held (protocol §7.3).

    At first contact (size 0) any that the head office signed is trusted. From then on its log must be the
    same and must extend what is held; at an equal size the root must be equal.

    Args:
        held: what this witness verified last.
        shown: the encoded checkpoint.
        proof: the consistency proof from ``held`` to it.
        log_key: the head office's Ed25519 public key, from the admission.

    Returns:
        The checkpoint shown.

    Raises:
        Failure: ``WITNESS_INCONSISTENT`` when it does not extend what is held or nothing readable was shown.
    """
    try:
        checkpoint = Checkpoint.decode(shown)
    except Failure:
        raise Failure(Code.WITNESS_INCONSISTENT, _UNSIGNED) from None
    if not checkpoint.is_signed_by(log_key):
        raise Failure(Code.WITNESS_INCONSISTENT, _UNSIGNED)
    if held.size == 0:
        return checkpoint
    if checkpoint.origin.log_id != held.log_id:
        raise Failure(Code.WITNESS_INCONSISTENT, _ANOTHER_LOG)
    if not is_consistent(held.size, held.root, checkpoint.size, checkpoint.root, proof):
        raise Failure(Code.WITNESS_INCONSISTENT)
    return checkpoint


_UNSIGNED = "The head office showed no checkpoint of its audit log that it signed; nothing was opened."
_ANOTHER_LOG = (
    "The head office began another audit log. If it told you of a restore, accept the new log by "
    "`ridgekey-branch witness reset --reason …`; else stop and ask it."
)
