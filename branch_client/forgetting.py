"""Forgets a user at this branch: the prints and secrets go, what guards the counter stays (protocol §6)."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from branch_client.state import BranchState
from shared.errors import Code, Failure
from shared.reason import checked_reason
from shared.stores.atomic import read_file, write_file
from shared.stores.enrolments import EnrolmentStore
from shared.stores.locks import LOCK_FOLDER, held

FORGOTTEN_FILE = "forgotten.jsonl"
"""A line for each user that was forgotten: when, which generations, and why. Never a print or a secret."""


def held_generations(enrolments: EnrolmentStore, user: int) -> tuple[int, ...]:
    """The generations of a user that this branch holds, oldest first.

    Raises:
        Failure: ``NOT_FOUND`` when there is none; ``STORAGE_UNAVAILABLE``.
    """
    generations = enrolments.generations(user)
    if not generations:
        raise Failure(Code.NOT_FOUND, f"This branch holds no enrolment of user {user}.")
    return generations


def forget_user(
    folder: Path, enrolments: EnrolmentStore, user: int, reason: str, now: datetime
) -> tuple[int, ...]:
    """Delete every enrolment of a user, once an exchange of the user that runs now has ended.

    Requests that wait to be taken up again go too. The mark stays: it holds a number alone, and without it a
    head office whose database went back would no longer be noticed (protocol §3.5).

    Args:
        folder: the branch's home.
        enrolments: its enrolments.
        user: the user's ID.
        reason: why, one line; may be empty.
        now: the time, for the note that is kept.

    Returns:
        The generations that are gone, oldest first.

    Raises:
        Failure: ``NOT_FOUND`` when no enrolment of the user is here; ``INVALID_INPUT`` for a reason that is
            no line; ``STORAGE_UNAVAILABLE``, ``LOCAL_FAILURE``.
    """
    reason = checked_reason(reason)
    with BranchState(folder).lock(user) as ledger:
        generations = held_generations(enrolments, user)
        # Before the deletion: what a failure leaves behind is then known, and the next call finishes it.
        note = {"at": now.isoformat(timespec="seconds"), "user": user, "generations": generations}
        _append(folder, {**note, "reason": reason})
        for generation in generations:
            enrolments.delete(user, generation)
        ledger.clear_pending()
    return generations


def _append(folder: Path, note: dict[str, object]) -> None:
    file = folder / FORGOTTEN_FILE
    with held(folder / LOCK_FOLDER / "forgotten.lock"):
        past = read_file(file) if file.exists() else b""
        write_file(file, past + json.dumps(note).encode() + b"\n")
