"""Nearly the key is nearly the picture: each key byte stands for itself, so that errors do not spread."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.exchange import Exchange
from lab.attacks.keystream import PERIOD, opened
from lab.attacks.measure import equal_share, percent
from lab.attacks.target import Target
from shared.errors import Code, Failure

NUMBER = 8
WRONG = 72
"""Of 1,024 bytes; 7 %."""
_SEED = 50_021
_NEEDED = 1 - WRONG / PERIOD - 0.01


def with_errors(key: bytes, count: int) -> bytes:
    """A key of which some bytes are wrong."""
    random = np.random.default_rng(_SEED)
    bent = np.frombuffer(key, np.uint8).copy()
    bent[random.choice(len(key), count, replace=False)] ^= random.integers(1, 256, count, np.uint8)
    return bent.tobytes()


def against_paper(target: Target) -> Broken:
    """Open message 8 with a key that 72 bytes of are wrong."""
    key = with_errors(target.paper_keys.key(target.user, NUMBER), WRONG)
    share = equal_share(opened(target.paper_traffic[NUMBER - 1].cipher, key), target.image(NUMBER))
    what = f"with {WRONG} of 1,024 key bytes wrong, {percent(share)} of the pixels"
    return Broken(share, _NEEDED, what, {"wrong_bytes": WRONG})


def against_exchange(target: Target) -> Held:
    """Prove with a B that is wrong in one bit, in 72 bytes, and in nearly all: does the answer tell which?"""
    answers = list(_answers(target))
    alike = len(set(answers))
    what = f"B wrong in one bit, in {WRONG} bytes or in all: {alike} kind of answer, nothing to climb by"
    codes = tuple(code for code, _ in answers)
    return Held(alike == 1 and set(codes) == {Code.PROOF_FAILED}, what, codes, {"kinds_of_answer": alike})


def _answers(target: Target) -> Iterator[tuple[Code, str]]:
    right = target.ends.biometric_key(NUMBER)
    one_bit = bytes([right[0] ^ 1]) + right[1:]
    for key in (one_bit, with_errors(right, WRONG), with_errors(right, PERIOD)):
        exchange = Exchange(target.ends, NUMBER, branch_key=key)
        try:
            exchange.fetch(target.image(NUMBER))
        except Failure as failure:
            yield failure.code, failure.sentence


ATTACK = Attack(
    "near-key",
    "A key that is nearly right opens nearly all of the picture.",
    "952 of the key's 1,024 bytes",
    against_paper,
    against_exchange,
)
