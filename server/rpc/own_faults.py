"""What a branch is told of a fault that is this end's: that there is one. What exactly stays in the log."""

from __future__ import annotations

import structlog

from shared.errors import Code, Failure

_LOG = structlog.get_logger(__name__)

_TOLD = {
    Code.STORAGE_UNAVAILABLE: Code.STORAGE_UNAVAILABLE,
    Code.INVALID_INPUT: Code.STORAGE_UNAVAILABLE,  # the program for such a vault is not installed
    **dict.fromkeys((Code.NOT_FOUND, Code.INTEGRITY, Code.MALFORMED), Code.STORED_DAMAGED),
    Code.MODEL_MISMATCH: Code.INTERNAL,
}
"""What a branch is told of a stored thing that cannot be used."""

_MODELS_WRONG = frozenset({Code.HOME_INVALID, Code.LOCAL_FAILURE})


def told_apart(failure: Failure, what: str) -> Failure:
    """A stored thing that is missing or damaged is this end's fault, its details no peer's business.

    What exactly and why stays in the log.
    """
    if failure.code not in _TOLD:
        return failure
    _LOG.error("a stored thing cannot be used", what=what, reason=failure.code.value, remedy=failure.sentence)
    return Failure(_TOLD[failure.code])


def own_models(failure: Failure) -> Failure:
    """A model or verifier that this end lost: its administrator is told what to do, the branch to wait."""
    if failure.code not in _MODELS_WRONG:
        return failure
    _LOG.error("a model cannot be used", reason=failure.code.value, remedy=failure.sentence)
    return Failure(Code.STORAGE_UNAVAILABLE)
