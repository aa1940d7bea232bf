"""What a doctor says of a machine that computes a model otherwise than it should."""

from __future__ import annotations

from collections.abc import Callable

from shared.diagnosis.findings import Finding, failure
from shared.errors import Code, Failure

_COMPUTES_OTHERWISE = frozenset({Code.INTERNAL, Code.MODEL_MISMATCH})
REMEDY = "pip install --force-reinstall numpy"
"""No other file of the model would help: its digest is right, and the golden answers do not come out."""


def check_computed(look: Callable[[], Finding]) -> Finding:
    """What a check of models finds, where a self-test that fails has a remedy of its own.

    Args:
        look: the check; it proves the models.

    Raises:
        Failure: of the check, when it is not that of a self-test.
    """
    try:
        return look()
    except Failure as error:
        if error.code not in _COMPUTES_OTHERWISE:
            raise
        return failure(error.sentence, REMEDY, error.exit_code)
