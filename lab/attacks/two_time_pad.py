"""Two messages under one key: what is left of both ciphertexts together is the two pictures.

Paper mode takes key 1 again for message 11, and says so in clear.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.measure import equal_share, is_guessing, percent, xor
from lab.attacks.target import Target
from lab.papers.paper_003.scheme import PaperMessage


def overlaps(traffic: Sequence[PaperMessage]) -> dict[tuple[int, int], bytes]:
    """Every two messages under one key, by their places in the traffic: picture ⊕ picture."""
    pairs = combinations(range(len(traffic)), 2)
    return {
        (first, second): xor(traffic[first].cipher, traffic[second].cipher)
        for first, second in pairs
        if (traffic[first].user, traffic[first].index) == (traffic[second].user, traffic[second].index)
    }


def against_paper(target: Target) -> Broken:
    """Find the repeated keys in the recorded traffic and cancel them."""
    found = overlaps(target.paper_traffic)
    shares = [
        equal_share(both, xor(target.image(first + 1), target.image(second + 1)))
        for (first, second), both in found.items()
    ]
    share = float(np.mean(shares)) if shares else 0.0
    what = (
        f"{len(found)} pairs of {len(target.paper_traffic)} messages: {percent(share)} of picture ⊕ picture"
    )
    return Broken(share, 1.0, what, {"pairs": len(found)})


def against_exchange(target: Target) -> Held:
    """Put messages 1 and 11, of one finger and one counter, on each other."""
    both = xor(target.recording(1).sealed, target.recording(11).sealed)
    share = equal_share(both, xor(target.image(1), target.image(11)))
    what = f"messages 1 and 11: {percent(share)} of picture ⊕ picture, as guessing gives"
    return Held(is_guessing(share, len(both)), what, figures={"share": share})


ATTACK = Attack(
    "two-time-pad",
    "Two messages under one key: XOR cancels it.",
    "the recorded ciphertexts",
    against_paper,
    against_exchange,
)
