"""What is refused, by whom and how: each a command that must fail with its reason and leave no file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lab.demo.commands import Answer
from lab.demo.parties import BranchOffice
from lab.demo.screen import Screen
from lab.demo.stage import GUEST, LEAVER, USER, Stage
from lab.demo.tampering_proxy import PROOF_TAG, Alter, BitFlipper, proxy, steal_credentials, unaltered
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
    """Try what must be refused; last of all through proxies that flip one bit each."""
    basra, mosul = stage.branches
    stage.head_office.ask("user", "exit", str(LEAVER), "--reason", "left the ward")
    stage.head_office.ask("user", "ungrant", str(GUEST), mosul.name, "--reason", "moved away")
    stranger = ("--scan", stage.scan_of(GUEST, Finger.LEFT_INDEX))
    thumb = ("--scan", stage.scan_of(USER, Finger.RIGHT_THUMB))
    for attempt in (
        Attempt("user 0", basra, 0, Code.ID_OUT_OF_RANGE),
        Attempt("user 601", basra, 601, Code.ID_OUT_OF_RANGE),
        Attempt(f"user {LEAVER}, on the exit list", basra, LEAVER, Code.USER_EXITED),
        Attempt(f"user {GUEST}, no longer granted to mosul", mosul, GUEST, Code.NOT_GRANTED),
        Attempt("another person at the finger pad", basra, USER, Code.FINGER_REFUSED, stranger),
        Attempt("the right thumb, where another finger is due", basra, USER, Code.FINGER_REFUSED, thumb),
    ):
        target = stage.folder / "refused.png"
        answer = attempt.branch.run("fetch", str(attempt.user), IMAGE, "-o", target, *attempt.options)
        _judge(attempt.what, answer, attempt.due, target, screen)
    proof, chunk = BitFlipper(PROOF_TAG), BitFlipper()
    _try_tampering("the branch's Proof", (proof, unaltered), Code.PROOF_FAILED, stage, screen)
    _try_tampering("the image", (unaltered, chunk), Code.STREAM_CORRUPT, stage, screen)
    screen.check(proof.flipped == chunk.flipped == 1, "each proxy flipped one bit")


def _try_tampering(of: str, ways: tuple[Alter, Alter], due: Code, stage: Stage, screen: Screen) -> None:
    """Fetch through a proxy that alters what goes to the head office, or what goes to the branch."""
    target = stage.folder / "refused.png"
    branch = stage.branches[1]
    ends = steal_credentials(stage.head_office.home, branch.home)
    with proxy(stage.head_office.address, ends, *ways) as address:
        arguments = ("fetch", str(USER), IMAGE, "--scan", stage.scans, "-o", target)
        answer = branch.run(*arguments, server=address)
    _judge(f"a proxy with both ends' TLS keys flips a bit of {of}", answer, due, target, screen)


def _judge(what: str, answer: Answer, due: Code, target: Path, screen: Screen) -> None:
    refused = (answer.reason, answer.exit_code) == (due.value, MEANINGS[due].exit_code)
    got = f"{answer.reason or 'no reason'}, exit {answer.exit_code}"
    screen.check(refused and not target.exists(), f"{what}: {got}", wrong=f"{what}: {got}, {due} was due")
    screen.say(answer.message)
