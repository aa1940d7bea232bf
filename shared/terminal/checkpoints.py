"""A checkpoint as people and programs see it, at both ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.protocol.checkpoint import Checkpoint

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def view_checkpoint(checkpoint: Checkpoint) -> dict[str, Any]:
    """Its fields under their contract names; ``taken_over`` is the log before it, if there was one."""
    past = checkpoint.origin.taken_over
    signed_at = _EPOCH + timedelta(microseconds=checkpoint.time_us)
    return {
        "log": checkpoint.origin.log_id.hex(),
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "signed_at": signed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "took_over_log": past.log_id.hex() or None,
        "took_over_size": past.size or None,
        "took_over_root": past.root.hex() or None,
    }
