"""What a branch remembers between exchanges: each user's mark, pending requests and refused scans (§3.5).

One JSON file, replaced atomically and only under a lock, and one lock per user that an exchange holds from
Hello to Receipt. A file that cannot be read is never taken for an empty one: the mark is what notices a head
office whose database went backwards.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from branch_client.refusals import Refusals
from shared.errors import Code, Failure
from shared.identifiers import REQUEST_ID_BYTES
from shared.protocol.counter import MAX_MESSAGE_NUMBER
from shared.stores.atomic import refusal, write_file
from shared.stores.locks import LOCK_FOLDER, held

STATE_FILE = "state.json"
FORMAT_VERSION = 1


@dataclass(frozen=True)
class Pending:
    """A request that was given a number and has not ended.

    Attributes:
        request_id: what identifies it at the head office, hexadecimal.
        image: the image asked for.
        n: its message number.
        started: when it began, seconds since 1970.
    """

    request_id: str
    image: str
    n: int
    started: float


@dataclass(frozen=True)
class UserState:
    """What is remembered of one user.

    Attributes:
        mark: the highest n whose Accept verified here.
        pending: requests that have not ended, one for each image.
        refusals: scans that were not this user's finger.
        withdrawn: the code by which the head office last refused this user; empty once it serves again.
    """

    mark: int = 0
    pending: tuple[Pending, ...] = ()
    refusals: Refusals = field(default_factory=Refusals)
    withdrawn: str = ""


class UserLedger:
    """One user's state while its lock is held; every change is on disk when the method returns."""

    def __init__(self, state: BranchState, user: int) -> None:
        self._state = state
        self._user = user

    @property
    def mark(self) -> int:
        """The highest n whose Accept verified here; 0 before the first."""
        return self._state.read(self._user).mark

    @property
    def refusals(self) -> Refusals:
        """The scans of this user that were refused here since the last that passed."""
        return self._state.read(self._user).refusals

    def note_refusals(self, refusals: Refusals) -> None:
        """Replace the count of refused scans."""
        held = self._state.read(self._user)
        if refusals != held.refusals:
            self._state.write(self._user, replace(held, refusals=refusals))

    @property
    def withdrawn(self) -> str:
        """The code by which the head office last refused this user; empty when it did not."""
        return self._state.read(self._user).withdrawn

    def note_withdrawn(self, code: str) -> None:
        """Keep what the head office said of this user last; empty for nothing bad."""
        held = self._state.read(self._user)
        if code != held.withdrawn:
            self._state.write(self._user, replace(held, withdrawn=code))

    def resumable(self, image: str, now: float, window_seconds: float) -> Pending | None:
        """The pending request for ``image``, while the head office still keeps it."""
        for pending in self._state.read(self._user).pending:
            if pending.image == image and 0 <= now - pending.started < window_seconds:
                return pending
        return None

    def number_of(self, request_id: str) -> int | None:
        """The message number of a pending request, or ``None`` when it is not one."""
        held = self._state.read(self._user).pending
        return next((pending.n for pending in held if pending.request_id == request_id), None)

    def remember(self, pending: Pending) -> None:
        """Write a pending request, before its Proof is sent (protocol §3.5).

        One that is taken up again keeps the time at which it began: its window does not move.
        """
        held = self._state.read(self._user)
        known = [other.started for other in held.pending if other.request_id == pending.request_id]
        pending = replace(pending, started=min([pending.started, *known]))
        others = tuple(other for other in held.pending if other.image != pending.image)
        self._state.write(self._user, replace(held, pending=(*others, pending)))

    def forget(self, request_id: str) -> None:
        """Drop a pending request that ended; an unknown one is ignored."""
        held = self._state.read(self._user)
        kept = tuple(pending for pending in held.pending if pending.request_id != request_id)
        if kept != held.pending:
            self._state.write(self._user, replace(held, pending=kept))

    def clear_pending(self) -> None:
        """Drop every pending request and the count of refused scans; the mark and a withdrawal stay."""
        held = self._state.read(self._user)
        if held.pending or held.refusals != Refusals():
            self._state.write(self._user, replace(held, pending=(), refusals=Refusals()))

    def advance(self, n: int) -> None:
        """Move the mark to ``n``, whose Accept verified; retrying an older number does not move it back."""
        held = self._state.read(self._user)
        if n > held.mark:
            self._state.write(self._user, replace(held, mark=n))


class BranchState:
    """The state file of a branch.

    Args:
        folder: the branch's home.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / STATE_FILE
        self._locks = folder / LOCK_FOLDER

    @contextmanager
    def lock(self, user: int) -> Iterator[UserLedger]:
        """Hold one user's lock, waiting for another process's exchange of that user to end.

        Raises:
            Failure: ``LOCAL_FAILURE`` when the lock file cannot be made.
        """
        with held(self._locks / f"user-{user}.lock"):
            yield UserLedger(self, user)

    def read(self, user: int) -> UserState:
        """One user's state; the empty one when nothing is remembered.

        Raises:
            Failure: ``INTEGRITY`` when the file is damaged.
        """
        return self._load().get(user, UserState())

    def users(self) -> Mapping[int, UserState]:
        """Every user that something is remembered of.

        Raises:
            Failure: ``INTEGRITY`` when the file is damaged.
        """
        return self._load()

    def write(self, user: int, state: UserState) -> None:
        """Replace one user's state, durably.

        Raises:
            Failure: ``INTEGRITY`` or ``LOCAL_FAILURE``; the file is as it was.
        """
        with held(self._locks / "state.lock"):
            users = {**self._load(), user: state}
            record = {
                "format": FORMAT_VERSION,
                "users": {str(key): asdict(users[key]) for key in sorted(users)},
            }
            write_file(self._file, json.dumps(record, indent=1).encode())

    def _load(self) -> dict[int, UserState]:
        try:
            record = json.loads(self._file.read_text("utf-8"))
            if record["format"] != FORMAT_VERSION:
                raise ValueError("another format")
            return {int(user): _user_state(entry) for user, entry in record["users"].items()}
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise refusal("read", self._file, error) from None
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            sentence = (
                f"{self._file} is damaged; restore it from a backup, since it holds the counters' marks."
            )
            raise Failure(Code.INTEGRITY, sentence) from None


def _user_state(entry: Mapping[str, Any]) -> UserState:
    pending = tuple(
        Pending(
            str(item["request_id"]), str(item["image"]), _message_number(item["n"]), float(item["started"])
        )
        for item in entry["pending"]
    )
    if any(len(bytes.fromhex(item.request_id)) != REQUEST_ID_BYTES for item in pending):
        raise ValueError("a request ID of another length")
    withdrawn = entry.get("withdrawn", "")  # releases without sealed files wrote none
    if withdrawn and withdrawn not in set(Code):
        raise ValueError("no code of a refusal")
    return UserState(
        _message_number(entry["mark"]), pending, _refusals(entry.get("refusals")), str(withdrawn)
    )


def _refusals(entry: Mapping[str, Any] | None) -> Refusals:
    # Releases before the first verification wrote none.
    if entry is None:
        return Refusals()
    count = entry["count"]
    moments = [float(entry[name]) for name in ("since", "blocked_until", "locked_until")]
    if type(count) is not int or count < 0 or not all(map(math.isfinite, moments)):
        raise ValueError("no count of refused scans")
    return Refusals(count, *moments)


def _message_number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MAX_MESSAGE_NUMBER:
        raise ValueError("no message number")
    return value
