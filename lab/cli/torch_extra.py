"""Says in one sentence what is missing when torch is not installed; only some commands of the lab need it."""

from __future__ import annotations

from importlib.util import find_spec

from shared.errors import Code, Failure


def require_torch() -> None:
    """Go on only where torch is installed.

    Raises:
        Failure: ``LOCAL_FAILURE`` otherwise.
    """
    if find_spec("torch") is None:
        sentence = "This command needs torch; install RidgeKey with its extra `lab`."
        raise Failure(Code.LOCAL_FAILURE, sentence)
