"""What the head office last said of a user here, kept for the files that stay sealed (protocol §4.6, §6).

Opening a sealed file asks nobody. An honest branch therefore remembers that a user, or itself, was refused,
and opens nothing of theirs until the head office serves that user again. A branch that lies cannot be kept
from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from branch_client.branch import Branch
from branch_client.connection import ListedImage, list_images
from branch_client.state import UserLedger
from shared.errors import MEANINGS, Code, Failure

WITHDRAWN = frozenset({Code.USER_EXITED, Code.NOT_GRANTED, Code.BRANCH_SUSPENDED, Code.BRANCH_REVOKED})
"""After these nothing sealed of the user is opened."""


@contextmanager
def noted(branch: Branch, ledger: UserLedger, user: int) -> Iterator[None]:
    """Keep what the head office says of a user in the block: that it refuses, or that it serves."""
    try:
        yield
    except Failure as failure:
        if failure.code in WITHDRAWN and branch.enrolments.generations(user):
            ledger.note_withdrawn(failure.code.value)
        raise
    ledger.note_withdrawn("")


def listed_images(branch: Branch, user: int) -> tuple[ListedImage, ...]:
    """The images released to a user at this branch; whether the head office refuses is kept.

    Raises:
        Failure: as :func:`branch_client.connection.list_images`.
    """
    try:
        listed = list_images(branch, user)
    except Failure as failure:
        if failure.code in WITHDRAWN and branch.enrolments.generations(user):
            _note(branch, user, failure.code.value)
        raise
    _note(branch, user, "")
    return listed


def require_standing(ledger: UserLedger, user: int) -> None:
    """Refuse to open what the head office has withdrawn, as far as this branch was told.

    Raises:
        Failure: with the code that the head office gave.
    """
    if ledger.withdrawn:
        code = Code(ledger.withdrawn)
        sentence = (
            f"When this branch last asked about user {user}, the answer was: {MEANINGS[code].sentence} "
            f"If that has changed, say `ridgekey-branch list {user}`, then open it."
        )
        raise Failure(code, sentence)


def _note(branch: Branch, user: int, code: str) -> None:
    if branch.state.read(user).withdrawn != code:  # or a list would wait for a fetch to end
        with branch.state.lock(user) as ledger:
            ledger.note_withdrawn(code)
