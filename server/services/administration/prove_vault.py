"""See whether the vault can be read, without an image in it."""

from __future__ import annotations

from server.ports import Office
from shared.errors import Code, Failure

_NOBODY = "no-such-image"


def prove_vault(office: Office) -> None:
    """Ask the vault for something that need not be there.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE`` with a sentence that says what is wrong; ``INVALID_INPUT`` when the
            program for such a vault is not installed.
    """
    try:
        office.images.get(_NOBODY)  # rather than whether it is there: that is refused without a reason
    except Failure as failure:
        if failure.code is not Code.NOT_FOUND:
            raise
