"""What a head office demands of the person at the finger pad (protocol §3.4, §3.5).

The demand is part of the Challenge and so of the transcript: neither end can be made to believe in another.
That the branch acts on it is the branch's word; the head office cannot see a finger.
"""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass

from shared.errors import Code, Failure


class Mode(enum.StrEnum):
    """How a live scan is checked before anything keyed is computed (biometrics §3)."""

    NONE = "none"
    EMBEDDING = "embedding"
    CLOSED_SET = "closed-set"


@dataclass(frozen=True)
class Demand:
    """What one Challenge demands.

    Args:
        mode: the name of a :class:`Mode`; as received it may be another.
        verifier_digest: SHA-256 of the verifier to use, 32 bytes; empty for ``none``.
    """

    mode: str = Mode.NONE
    verifier_digest: bytes = b""

    @property
    def is_none(self) -> bool:
        """Whether no scan is asked for."""
        return self.mode == Mode.NONE


NOTHING = Demand()
"""No scan is asked for."""


def check_demand(demand: Demand, *, insists: bool) -> None:
    """Check that this branch can and will do what is demanded (protocol §3.5).

    Args:
        demand: of the Challenge.
        insists: whether this branch lets nobody pass without a scan, whatever the head office says.

    Raises:
        Failure: ``VERSION_UNSUPPORTED`` for a mode that this release does not know, or for none where the
            branch insists; ``MALFORMED`` for a mode without its verifier or a verifier without its mode.
    """
    if demand.mode not in set(Mode):
        sentence = "The head office asks for a scan in a way that this release does not know; update it."
        raise Failure(Code.VERSION_UNSUPPORTED, sentence, field="verification")
    if demand.is_none != (not demand.verifier_digest):
        raise Failure(Code.MALFORMED, field="verifier_digest")
    if demand.is_none and insists:
        sentence = (
            "The head office asks for no scan, and this branch insists on one "
            "(RIDGEKEY_REQUIRE_VERIFICATION); ask the head office to turn verification on."
        )
        raise Failure(Code.VERSION_UNSUPPORTED, sentence, field="verification")


def check_verifier_held(demand: Demand, held: Collection[bytes]) -> None:
    """Check that this branch holds the verifier that is demanded (protocol §3.5).

    Raises:
        Failure: ``MODEL_MISMATCH``.
    """
    if not demand.is_none and demand.verifier_digest not in held:
        sentence = (
            "This branch does not hold the head office's verifier; "
            "add its file with `ridgekey-branch model add FILE`."
        )
        raise Failure(Code.MODEL_MISMATCH, sentence)
