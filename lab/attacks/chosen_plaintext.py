"""Ten black pictures are a user's ten keys: whoever may have them sent reads all messages for ever."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.keystream import PERIOD, below_chen, opened
from lab.attacks.measure import equal_share, is_guessing, percent, xor
from lab.attacks.pictures import black
from lab.attacks.target import Target
from lab.papers.paper_003.scheme import PaperHeadOffice, PaperMessage
from shared.protocol.counter import MAX_FINGERS

_SIDE = 32
"""A picture of 32 x 32 pixels has just the bytes of a key."""


def keys_of(blacks: Sequence[PaperMessage]) -> dict[int, bytes]:
    """The keys by counter, from messages whose pictures were black."""
    return {message.index: below_chen(message.cipher)[:PERIOD] for message in blacks}


def against_paper(target: Target) -> Broken:
    """Have ten black pictures sent, then open all that was recorded before."""
    office = PaperHeadOffice(target.paper_keys)
    keys = keys_of([office.send(target.user, black(_SIDE)) for _ in range(MAX_FINGERS)])
    right = sum(key == target.paper_keys.key(target.user, index) for index, key in keys.items())
    traffic = target.paper_traffic
    shares = [
        equal_share(opened(message.cipher, keys[message.index]), target.image(place + 1))
        for place, message in enumerate(traffic)
    ]
    share = float(np.mean(shares))
    what = f"{right} of {len(keys)} keys, {percent(share)} of the pixels of all {len(traffic)} messages"
    return Broken(share, 1.0, what, {"keys": right})


def against_exchange(target: Target) -> Held:
    """Have a black picture sent as message 2 and take its ciphertext for the key of messages 1 and 12."""
    image = black(target.side).tobytes()
    stream = target.ends.record(2, image).sealed
    numbers = (1, 12)
    found = b"".join(xor(target.recording(n).sealed, stream) for n in numbers)
    truth = b"".join(target.image(n) for n in numbers)
    share = equal_share(found, truth)
    what = f"{percent(share)} of the pixels of messages 1 and 12, as guessing gives"
    return Held(is_guessing(share, len(truth)), what, figures={"share": share})


ATTACK = Attack(
    "chosen-plaintext",
    "The ciphertext of a black picture is the key.",
    "ten black pictures of 32 x 32 pixels sent for the user",
    against_paper,
    against_exchange,
)
