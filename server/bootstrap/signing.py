"""Signs the audit log while the server runs, and notices a database that went back (protocol §5.7, §7.2)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from server.ports import Office
from server.services.audit import notice_rollback, write_checkpoint, write_due_checkpoint
from shared.errors import Code, Failure
from shared.protocol.checkpoint import Checkpoint
from shared.protocol.messages import CheckpointReference
from shared.stores.atomic import read_file, write_file

SEEN_FILE = "seen.checkpoint"
"""The newest checkpoint that a server of this home wrote: what the database is compared with."""

_LOG = structlog.get_logger(__name__)
_LOOK_SECONDS = 1.0


def sign_log(office: Office, *, ending: bool = False) -> None:
    """Compare the database with what was seen before, and sign the log when a checkpoint is due.

    A failure of either is only late: the log says so, and the next call tries again.

    Args:
        office: the head office.
        ending: whether the server stops, so that whatever is not signed yet is due.
    """
    file = office.config.home / SEEN_FILE
    try:
        if notice_rollback(office, seen_checkpoint(office.config.home)):
            _LOG.error(
                "the database went back behind its last checkpoint; exchanges wait",
                remedy="find out why, then run `ridgekey counter fence`",
            )
            return
        written = write_checkpoint(office) if ending else write_due_checkpoint(office)
        if written is not None:
            write_file(file, written.encode())
    except Failure as failure:
        _LOG.warning("no checkpoint was written", reason=failure.code.value)


async def sign_for_ever(office: Office) -> None:
    """Look once a second whether a checkpoint is due."""
    while True:
        try:
            await asyncio.to_thread(sign_log, office)
        except Exception as error:
            # Without this the task would end in silence, and with it every later checkpoint.
            _LOG.error("signing broke", error=type(error).__name__)
        await asyncio.sleep(_LOOK_SECONDS)


def seen_checkpoint(home: Path) -> CheckpointReference:
    """The newest checkpoint that a server of this home wrote; size 0 before the first.

    Raises:
        Failure: ``MALFORMED`` or ``LOCAL_FAILURE`` when its file cannot be read.
    """
    try:
        return Checkpoint.decode(read_file(home / SEEN_FILE)).reference
    except Failure as failure:
        if failure.code is Code.NOT_FOUND:
            return CheckpointReference()
        raise
