"""An old message sent again is taken for a new one."""

from __future__ import annotations

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.exchange import Exchange, refusal_of
from lab.attacks.impostors import LoneBranch, LoneHeadOffice
from lab.attacks.measure import equal_share, percent
from lab.attacks.target import Target
from shared.errors import Code

_DUE = (Code.COUNTER_ROLLBACK, Code.PROOF_FAILED, Code.PROOF_FAILED, Code.STREAM_CORRUPT)


def against_paper(target: Target) -> Broken:
    """Send the recorded message 1 again after message 23."""
    received = target.paper_branch.receive(target.paper_traffic[0])
    share = equal_share(received, target.image(1))
    return Broken(share, 1.0, f"the branch shows the old picture as new: {percent(share)} of its pixels")


def against_exchange(target: Target) -> Held:
    """Replay message 1 to branch and head office in each way that there is."""
    answers = (
        refusal_of(lambda: challenge_again(target, mark=1)),
        refusal_of(lambda: accept_again(target)),
        refusal_of(lambda: proof_again(target)),
        refusal_of(lambda: chunks_again(target)),
    )
    refused = tuple(code for code in answers if code is not None)
    what = "Challenge, Accept, Hello with Proof, and chunks sent again"
    return Held(answers == _DUE, f"{what}: {len(refused)} of {len(answers)} refused", refused)


def challenge_again(target: Target, mark: int) -> bytes:
    """The old Challenge, to a branch that remembers message ``mark``; the Proof it gives."""
    branch = LoneBranch(target.ends, mark)
    branch.hello()
    return branch.proof(target.recording(1).frames["challenge"])


def accept_again(target: Target) -> None:
    """Old Challenge and Accept, to a branch that has lost its memory."""
    branch, frames = LoneBranch(target.ends), target.recording(1).frames
    branch.hello()
    branch.proof(frames["challenge"])
    branch.accept(frames["accept"])


def proof_again(target: Target) -> None:
    """Old Hello and Proof, to the head office."""
    office, frames = LoneHeadOffice(target.ends, 2), target.recording(1).frames
    office.challenge(frames["hello"])
    office.check(frames["proof"])


def chunks_again(target: Target) -> None:
    """Old chunks, in an exchange that is genuine up to them."""
    Exchange(target.ends, 2, mark=1).to_chunks(target.image(1)).open(target.recording(1).chunks)


ATTACK = Attack(
    "replay",
    "A recorded message sent again is shown as a new one.",
    "one recorded message",
    against_paper,
    against_exchange,
)
