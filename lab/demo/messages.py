"""Twenty-three messages of one user at two branches in turn: two epochs end, a third begins."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from typing import Any

from lab.demo.parties import BranchOffice
from lab.demo.screen import Screen
from lab.demo.stage import USER, Stage
from shared.ciphers import INNER_CIPHERS
from shared.identifiers import Finger
from shared.protocol.counter import counter_of, epoch_of, finger_of

MESSAGES = 23
_COLUMNS = {
    "n": 3,
    "counter": 7,
    "epoch": 5,
    "finger": 13,
    "image": 6,
    "bytes": 6,
    "suite": 11,
    "seconds": 7,
}
_WIDTHS = (6, *_COLUMNS.values())
_INNER_WIDTHS = (8, *_COLUMNS.values())


def fetch_messages(stage: Stage, screen: Screen) -> None:
    """Fetch one message after the other; each must have its numbers and its image, byte for byte."""
    stage.received.mkdir()
    turns = zip(range(1, MESSAGES + 1), cycle(stage.branches), cycle(stage.images), strict=False)
    screen.heading(("branch", *_COLUMNS), _WIDTHS)
    for n, branch, image in turns:
        _fetch(n, branch, image, stage, screen)


def fetch_under_each_inner_cipher(stage: Stage, screen: Screen, first: int) -> int:
    """Fetch one more message under each inner cipher, at the branches in turn.

    Args:
        stage: where they are fetched.
        screen: where they are shown.
        first: the number of the first of them.

    Returns:
        How many there were.
    """
    turns = zip(INNER_CIPHERS, cycle(stage.branches), cycle(stage.images), strict=False)
    screen.heading(("inner", *_COLUMNS), _INNER_WIDTHS)
    for n, (inner, branch, image) in enumerate(turns, first):
        _fetch(n, branch, image, stage, screen, inner)
    return len(INNER_CIPHERS)


def check_counter(stage: Stage, screen: Screen, n: int) -> None:
    """The head office's own word on where the user's counter stands."""
    shown = stage.head_office.ask("counter", "show", str(USER))
    wanted = {"user": USER, "n": n, "epoch": epoch_of(n), "counter": counter_of(n)}
    line = ", ".join(f"{name} {shown.get(name)}" for name in (*wanted, "next_finger"))
    screen.check(shown.items() >= wanted.items(), f"ridgekey counter show: {line}")


def _fetch(
    n: int, branch: BranchOffice, image: str, stage: Stage, screen: Screen, inner: str | None = None
) -> None:
    """Fetch message ``n``; an inner cipher that is named is asked for, and shown in place of the branch."""
    target = stage.received / f"{n:02}-{image}.png"
    options = () if inner is None else ("--inner", inner)
    answer = branch.run("fetch", str(USER), image, "--scan", stage.scans, "-o", target, *options)
    told = answer.output if isinstance(answer.output, dict) else {}
    expected = {**_expected(n, image, stage), "inner": inner or "none"}
    right = _is_equal(target, stage.images[image]) and told.items() >= expected.items()
    cells = (inner or branch.name, *(told.get(name, "–") for name in _COLUMNS))
    widths = _WIDTHS if inner is None else _INNER_WIDTHS
    screen.check_row(right, cells, widths, f"message {n}: exit {answer.exit_code}, {answer.message}")


def _is_equal(file: Path, data: bytes) -> bool:
    return file.is_file() and file.read_bytes() == data


def _expected(n: int, image: str, stage: Stage) -> dict[str, Any]:
    """What ``fetch`` has to say of message ``n``, for a user with all ten fingers."""
    return {
        "user": USER,
        "n": n,
        "epoch": epoch_of(n),
        "counter": counter_of(n),
        "finger": finger_of(n, tuple(Finger)).label,
        "image": image,
        "bytes": len(stage.images[image]),
        "verification": "embedding",
        "attempt": 1,
    }
