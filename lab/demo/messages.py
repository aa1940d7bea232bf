"""Twenty-three messages of one user at two branches in turn: two epochs end, a third begins."""

from __future__ import annotations

from itertools import cycle
from typing import Any

from lab.demo.screen import Screen
from lab.demo.stage import USER, Stage
from shared.identifiers import Finger
from shared.protocol.counter import counter_of, epoch_of, finger_of

MESSAGES = 23
_TOLD = ("n", "counter", "epoch", "finger", "image", "bytes", "suite", "seconds")


def fetch_messages(stage: Stage, screen: Screen) -> None:
    """Fetch one message after the other; each must have its numbers and its image, byte for byte."""
    received = stage.folder / "received"
    received.mkdir()
    turns = zip(range(1, MESSAGES + 1), cycle(stage.branches), cycle(stage.images), strict=False)
    with screen.table("branch", *_TOLD, "equal") as add_row:
        for n, branch, image in turns:
            target = received / f"{n:02}-{image}.png"
            answer = branch.run("fetch", str(USER), image, "-o", target)
            told = answer.output if isinstance(answer.output, dict) else {}
            arrived = target.is_file() and target.read_bytes() == stage.images[image]
            right = arrived and told.items() >= expected(n, image, stage).items()
            mark = screen.mark(right, f"message {n}: exit {answer.exit_code} {answer.message}")
            add_row([branch.name, *(told.get(name, "–") for name in _TOLD), mark])


def expected(n: int, image: str, stage: Stage) -> dict[str, Any]:
    """What ``fetch`` has to say of message ``n``, for a user with all ten fingers."""
    return {
        "user": USER,
        "n": n,
        "epoch": epoch_of(n),
        "counter": counter_of(n),
        "finger": finger_of(n, tuple(Finger)).label,
        "image": image,
        "bytes": len(stage.images[image]),
        "attempt": 1,
    }


def check_counter(stage: Stage, screen: Screen, n: int) -> None:
    """The head office's own word on where the user's counter stands."""
    shown = stage.head_office.ask("counter", "show", str(USER))
    wanted = {"user": USER, "n": n, "epoch": epoch_of(n), "counter": counter_of(n)}
    line = ", ".join(f"{name} {shown.get(name)}" for name in (*wanted, "next_finger"))
    screen.check(shown.items() >= wanted.items(), f"ridgekey counter show: {line}")
