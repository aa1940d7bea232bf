"""Message 11 has key 1, and whoever may ask need not wait: nine requests turn the counter round."""

from __future__ import annotations

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.measure import equal_share, is_guessing, percent, xor
from lab.attacks.pictures import black
from lab.attacks.target import Target
from lab.papers.paper_003.scheme import PaperHeadOffice
from shared.protocol.counter import MESSAGES_PER_EPOCH, counter_of, epoch_of

_FIRST, _SECOND = 60_013, 60_017
"""The numbers of the two pictures between which the attacker asks."""
_SIDE = 32
_NUMBERS = 10_000


def against_paper(target: Target) -> Broken:
    """Ask nine times between two messages of the user."""
    office = PaperHeadOffice(target.paper_keys)
    first = office.send(target.user, target.picture(_FIRST))
    for _ in range(MESSAGES_PER_EPOCH - 1):
        office.send(target.user, black(_SIDE))
    second = office.send(target.user, target.picture(_SECOND))
    both = xor(first.cipher, second.cipher)
    share = equal_share(both, xor(target.image(_FIRST), target.image(_SECOND)))
    what = f"the next message has key {second.index} again: {percent(share)} of picture ⊕ picture"
    return Broken(share, 1.0, what)


def against_exchange(target: Target) -> Held:
    """Turn the counter round: the epoch moves with it, and B is another."""
    numbers = range(1, _NUMBERS + 1)
    turns = len({(epoch_of(n), counter_of(n)) for n in numbers})
    first, second = target.ends.biometric_key(1), target.ends.biometric_key(1 + MESSAGES_PER_EPOCH)
    share = equal_share(first, second)
    what = f"B of messages 1 and 11: {percent(share)} of the bytes alike; {turns:,} numbers, none repeats"
    return Held(is_guessing(share, len(first)) and turns == _NUMBERS, what, figures={"share": share})


ATTACK = Attack(
    "turned-counter",
    "The keys come round after ten messages, and asking turns the counter.",
    "to be able to ask for the user's pictures",
    against_paper,
    against_exchange,
)
