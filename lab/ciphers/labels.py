"""Every label that a sealed picture derives from, in one table."""

from __future__ import annotations

import enum


@enum.unique
class Label(enum.StrEnum):
    """The labels of sealed pictures."""

    ENVELOPE = "ridgekey-lab/1 picture envelope"
    """The key of the envelope, AES-128 as in paper 002."""
    STREAM = "ridgekey-lab/1 picture stream"
    """The key of the chunks."""
