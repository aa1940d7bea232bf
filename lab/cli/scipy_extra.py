"""Says in one sentence what is missing when SciPy is not installed; only some commands of the lab need it."""

from __future__ import annotations

from importlib.util import find_spec

from shared.errors import Code, Failure


def require_scipy() -> None:
    """Go on only where SciPy is installed.

    Raises:
        Failure: ``LOCAL_FAILURE`` otherwise.
    """
    if find_spec("scipy") is None:
        sentence = "This command needs SciPy; install RidgeKey with its extra `lab`."
        raise Failure(Code.LOCAL_FAILURE, sentence)
