"""A head office that starts anew counts anew: its first message is under the first key again.

The paper's first step sets the counter to zero. A database put back from a copy does the same to any scheme
whose key depends on a counter alone.
"""

from __future__ import annotations

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.exchange import Exchange, refusal_of
from lab.attacks.measure import equal_share, is_guessing, percent, xor
from lab.attacks.target import Target
from lab.papers.paper_003.scheme import PaperHeadOffice
from shared.errors import Code

_ANOTHER = 30_011
"""The number of a picture that is sent after the restart."""


def against_paper(target: Target) -> Broken:
    """Record message 1, wait for a restart, record message 1."""
    before = target.paper_traffic[0]
    after = PaperHeadOffice(target.paper_keys).send(target.user, target.picture(_ANOTHER))
    both = xor(before.cipher, after.cipher)
    share = equal_share(both, xor(target.image(1), target.image(_ANOTHER)))
    what = f"the first message after a restart has key {after.index}: {percent(share)} of picture ⊕ picture"
    return Broken(share, 1.0, what)


def against_exchange(target: Target) -> Held:
    """Put the database back: a branch that remembers refuses, and one that forgot still repeats no key."""
    answer = refusal_of(lambda: Exchange(target.ends, 1, mark=1).fetch(target.image(1)))
    again = target.ends.record(1, target.image(_ANOTHER))  # a branch whose memory was put back as well
    both = xor(target.recording(1).sealed, again.sealed)
    share = equal_share(both, xor(target.image(1), target.image(_ANOTHER)))
    held = answer is Code.COUNTER_ROLLBACK and is_guessing(share, len(both))
    what = f"number 1 again: refused; where both ends forgot it, {percent(share)} of picture ⊕ picture"
    return Held(held, what, () if answer is None else (answer,), {"share": share})


ATTACK = Attack(
    "counter-rollback",
    "A counter that starts again starts the keys again.",
    "a message recorded before and one after a restart",
    against_paper,
    against_exchange,
)
