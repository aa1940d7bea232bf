"""What is refused, by whom and how: each a command that must fail with its reason and leave no file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lab.demo.commands import Answer
from lab.demo.parties import BranchOffice
from lab.demo.screen import Screen
from lab.demo.stage import GUEST, LEAVER, USER, Stage
from lab.demo.tampering_proxy import BitFlipper, proxy, steal_credentials, unaltered
from shared.errors import MEANINGS, Code
from shared.identifiers import Finger

IMAGE = "map-1"


@dataclass(frozen=True)
class Attempt:
    """One thing that must not work: how a person would put it, who tries, for whom, the answer due."""

    what: str
    branch: BranchOffice
    user: int
    due: Code
    options: tuple[str | Path, ...] = ()


def try_everything(stage: Stage, screen: Screen) -> None:
    """Try what must be refused; last of all through a proxy that flips one bit."""
    basra, mosul = stage.branches
    stage.head_office.ask("user", "exit", str(LEAVER), "--reason", "left the ward")
    stage.head_office.ask("user", "ungrant", str(GUEST), mosul.name, "--reason", "moved away")
    thumb = ("--print", stage.print_of(USER, Finger.RIGHT_THUMB))
    for attempt in (
        Attempt("user 0", basra, 0, Code.ID_OUT_OF_RANGE),
        Attempt("user 601", basra, 601, Code.ID_OUT_OF_RANGE),
        Attempt(f"user {LEAVER}, on the exit list", basra, LEAVER, Code.USER_EXITED),
        Attempt(f"user {GUEST}, no longer granted to mosul", mosul, GUEST, Code.NOT_GRANTED),
        Attempt("the right thumb, where another finger is due", basra, USER, Code.PROOF_FAILED, thumb),
    ):
        target = stage.folder / "refused.png"
        answer = attempt.branch.run("fetch", str(attempt.user), IMAGE, "-o", target, *attempt.options)
        _judge(attempt.what, answer, attempt.due, target, screen)
    _try_tampering(stage, screen)


def _try_tampering(stage: Stage, screen: Screen) -> None:
    target = stage.folder / "refused.png"
    branch = stage.branches[1]
    flip = BitFlipper()
    ends = steal_credentials(stage.head_office.home, branch.home)
    with proxy(stage.head_office.address, ends, unaltered, flip) as address:
        answer = branch.run("fetch", str(USER), IMAGE, "-o", target, server=address)
    what = f"a proxy with both ends' TLS keys flipped {flip.flipped} bit of what it passed on"
    _judge(what, answer, Code.STREAM_CORRUPT, target, screen)


def _judge(what: str, answer: Answer, due: Code, target: Path, screen: Screen) -> None:
    refused = (answer.reason, answer.exit_code) == (due.value, MEANINGS[due].exit_code)
    got = f"{answer.reason or 'no reason'}, exit {answer.exit_code}"
    screen.check(refused and not target.exists(), f"{what}: {got}", wrong=f"{what}: {got}, {due} was due")
    screen.say(answer.message)
