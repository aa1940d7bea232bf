"""The checkpoint of the head office's audit log that this branch keeps as a witness (protocol §7.3).

One file with the signed checkpoint as it came. Only a checkpoint that was verified to extend it takes its
place; an administrator's reset lets go of it, and keeps it as evidence.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from shared.errors import Code, Failure
from shared.protocol.checkpoint import Checkpoint
from shared.protocol.messages import CheckpointReference
from shared.stores.atomic import PRIVATE_FOLDER, read_file, refusal, sync_folder, write_file
from shared.stores.locks import LOCK_FOLDER, held

WITNESS_FILE = "witness.checkpoint"
EVIDENCE_FOLDER = "witness-evidence"


class Witness:
    """What one branch holds of the head office's log.

    Args:
        folder: the branch's home.
        log_key: the head office's Ed25519 public key of checkpoints, from the admission.
    """

    def __init__(self, folder: Path, log_key: bytes) -> None:
        self._file = folder / WITNESS_FILE
        self._evidence = folder / EVIDENCE_FOLDER
        self._lock = folder / LOCK_FOLDER / "witness.lock"
        self._log_key = log_key

    @property
    def log_key(self) -> bytes:
        """The key that checkpoints are verified with."""
        return self._log_key

    def checkpoint(self) -> Checkpoint | None:
        """The checkpoint held; ``None`` before the first exchange.

        Raises:
            Failure: ``INTEGRITY`` when the file is not one that the head office signed; ``LOCAL_FAILURE``.
        """
        try:
            checkpoint = Checkpoint.decode(read_file(self._file))
        except Failure as failure:
            if failure.code is Code.NOT_FOUND:
                return None
            if failure.code is not Code.MALFORMED:
                raise
            raise self._damaged() from None
        if not checkpoint.is_signed_by(self._log_key):
            raise self._damaged()
        return checkpoint

    def reference(self) -> CheckpointReference:
        """What a Hello says of it; size 0 before the first exchange.

        Raises:
            Failure: as :meth:`checkpoint`.
        """
        checkpoint = self.checkpoint()
        return CheckpointReference() if checkpoint is None else checkpoint.reference

    def keep(self, shown: Checkpoint, extends: CheckpointReference) -> None:
        """Put a verified checkpoint in the place of the smaller one that it was verified to extend.

        Another exchange of this branch may have put a third there meanwhile; that one then stays, since
        nobody verified this one against it.

        Args:
            shown: the checkpoint, verified.
            extends: what it was verified against.

        Raises:
            Failure: ``LOCAL_FAILURE`` or ``INTEGRITY``; what was held stays.
        """
        with held(self._lock):
            if self.reference() == extends and shown.size > extends.size:
                write_file(self._file, shown.encode())

    def reset(self, reason: str, now: datetime) -> Path:
        """Let go of the checkpoint, so that the next exchange trusts a new log; the old one is kept.

        Args:
            reason: why, one line; kept with it.
            now: the time, for the name of the evidence.

        Returns:
            The file in which the old checkpoint lies from now on.

        Raises:
            Failure: ``NOT_FOUND`` when nothing is held; ``INVALID_INPUT`` without a reason;
                ``LOCAL_FAILURE``.
        """
        reason = reason.strip()
        if not reason or not reason.isprintable():
            raise Failure(Code.INVALID_INPUT, "Say in one line why: --reason TEXT.", field="reason")
        with held(self._lock):
            return self._set_aside(reason, now.strftime("%Y%m%dT%H%M%S.%fZ"))

    def _set_aside(self, reason: str, moment: str) -> Path:
        kept = self._evidence / f"{moment}.checkpoint"
        try:
            self._evidence.mkdir(PRIVATE_FOLDER, exist_ok=True)
            self._file.rename(kept)
            sync_folder(self._file.parent)
            write_file(kept.with_suffix(".json"), json.dumps({"at": moment, "reason": reason}).encode())
        except FileNotFoundError:
            raise Failure(Code.NOT_FOUND, "This branch holds no checkpoint yet; nothing to reset.") from None
        except OSError as error:
            raise refusal("write", kept, error) from None
        return kept

    def _damaged(self) -> Failure:
        sentence = (
            f"{self._file} is not a checkpoint of this head office; restore it from a backup, or let go of "
            "it by `ridgekey-branch witness reset`."
        )
        return Failure(Code.INTEGRITY, sentence)
