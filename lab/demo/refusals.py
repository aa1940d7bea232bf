"""What is refused, by whom and how: each a command that must fail with its reason and leave no file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lab.demo.commands import Answer
from lab.demo.parties import BranchOffice
from lab.demo.screen import AddRow, Screen
from lab.demo.stage import GUEST, LEAVER, USER, Stage
from lab.demo.tampering_proxy import BitFlipper, proxy, steal_credentials, unaltered
from shared.biometrics.socofing import PrintName, format_name
from shared.errors import MEANINGS, Code
from shared.identifiers import Finger

IMAGE = "map-1"
_COLUMNS = ("attempt", "answer", "exit", "what the person reads", "")


@dataclass(frozen=True)
class Attempt:
    """One thing that must not work: how a person would put it, who tries, the user, the answer due."""

    what: str
    branch: BranchOffice
    user: int
    due: Code
    options: tuple[str | Path, ...] = ()


def try_everything(stage: Stage, screen: Screen) -> None:
    """Try what must be refused; last of all through a proxy that flips one bit."""
    with screen.table(*_COLUMNS) as add_row:
        for attempt in attempts(stage):
            _try(attempt, stage, screen, add_row)
        _try_tampering(stage, screen, add_row)


def attempts(stage: Stage) -> Iterator[Attempt]:
    """The refusals in turn; what has to be done first is done when its turn comes."""
    basra, mosul = stage.branches
    yield Attempt("user 0", basra, 0, Code.ID_OUT_OF_RANGE)
    yield Attempt("user 601", basra, 601, Code.ID_OUT_OF_RANGE)
    stage.head_office.ask("user", "exit", str(LEAVER), "--reason", "left the ward", "--yes")
    yield Attempt(f"user {LEAVER}, on the exit list", basra, LEAVER, Code.USER_EXITED)
    stage.head_office.ask("user", "ungrant", str(GUEST), mosul.name, "--reason", "moved away", "--yes")
    yield Attempt(f"user {GUEST}, no longer granted to mosul", mosul, GUEST, Code.NOT_GRANTED)
    wrong = stage.prints / format_name(PrintName(USER, "M", Finger.RIGHT_THUMB))
    yield Attempt(
        "the right thumb, where another finger is due", basra, USER, Code.PROOF_FAILED, ("--print", wrong)
    )


def _try(attempt: Attempt, stage: Stage, screen: Screen, add_row: AddRow) -> None:
    target = stage.folder / "refused.png"
    answer = attempt.branch.run("fetch", str(attempt.user), IMAGE, "-o", target, *attempt.options)
    _judge(attempt.what, answer, attempt.due, target, screen, add_row)


def _try_tampering(stage: Stage, screen: Screen, add_row: AddRow) -> None:
    target = stage.folder / "refused.png"
    branch = stage.branches[1]
    flip = BitFlipper()
    ends = steal_credentials(stage.head_office.home, branch.home)
    with proxy(stage.head_office.address, ends, unaltered, flip) as address:
        answer = branch.run("fetch", str(USER), IMAGE, "-o", target, server=address)
    what = f"one bit flipped in one of {flip.chunks} chunks, by a proxy with both ends' TLS keys"
    _judge(what, answer, Code.STREAM_CORRUPT, target, screen, add_row)
    screen.mark(flip.flipped == 1, "the proxy flipped exactly one bit")


def _judge(what: str, answer: Answer, due: Code, target: Path, screen: Screen, add_row: AddRow) -> None:
    refused = (answer.reason, answer.exit_code) == (due.value, MEANINGS[due].exit_code)
    mark = screen.mark(
        refused and not target.exists(), f"{what}: {answer.reason or answer.exit_code}, {due} was due"
    )
    add_row([what, answer.reason or "none", answer.exit_code, answer.message, mark])
