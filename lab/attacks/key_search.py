"""The key space is the list of prints, not 2^8192: try them all and look which gives a picture.

The paper's prints are a published data set, and any branch of its scheme holds them. User and counter are
sent in clear, which leaves one key; here not even they are used.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import numpy as np

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.exchange import GENERATION
from lab.attacks.impostors import GUESSED_SECRET, FalseHeadOffice, LoneBranch
from lab.attacks.keystream import PERIOD, opened
from lab.attacks.measure import equal_share, percent
from lab.attacks.target import Target
from lab.papers.paper_003.scheme import Gallery, paper_key
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.keygen.pipeline import regenerate
from shared.keygen.request import KeyRequest
from shared.protocol.counter import MAX_FINGERS, counter_of, epoch_of, finger_of

NUMBER = 4
_LOOKED_AT = 8 * PERIOD
"""How many bytes from the middle of a picture tell it from noise."""


def search(cipher: bytes, gallery: Gallery, network: Network) -> tuple[int, int, bytes]:
    """Try every user and counter, and take the key that gives the smoothest picture.

    Args:
        cipher: one message, without what was said in clear.
        gallery: the prints.
        network: the model.

    Returns:
        User, counter and key.
    """
    candidates = (
        (user, index, paper_key(user, index, gallery[user], network))
        for user in sorted(gallery)
        for index in range(1, MAX_FINGERS + 1)
    )
    return min(candidates, key=lambda candidate: roughness(opened(cipher, candidate[2])))


def roughness(pixels: bytes) -> float:
    """Mean difference of neighbouring pixels: 85 for noise, a few for a picture."""
    middle = len(pixels) // 2
    looked_at = np.frombuffer(pixels, np.uint8)[middle : middle + _LOOKED_AT].astype(np.int64)
    return float(np.abs(np.diff(looked_at)).mean())


def against_paper(target: Target) -> Broken:
    """Search all prints for the key of message 4."""
    cipher = target.paper_traffic[NUMBER - 1].cipher
    begun = time.process_time()
    user, index, key = search(cipher, target.gallery, target.network)
    tried = len(target.gallery) * MAX_FINGERS
    each = (time.process_time() - begun) / tried
    share = equal_share(opened(cipher, key), target.image(NUMBER))
    what = (
        f"user {user}, counter {index} and the key among {tried} = 2^{math.log2(tried):.1f}, "
        f"in {each:.2f} s of one core each; {percent(share)} of the pixels"
    )
    figures = {"candidates": tried, "bits": math.log2(tried), "seconds_each": each}
    return Broken(share, 1.0, what, figures)


def against_exchange(target: Target) -> Held:
    """Pose as the head office, get a Proof to test guesses by, and try every print that may be it."""
    branch, office = LoneBranch(target.ends), FalseHeadOffice(target.ends, NUMBER)
    proof = branch.proof(office.challenge(branch.hello()))
    keys = list(_biometric_keys(target))
    fitting = sum(office.fits(proof, key, GUESSED_SECRET) for key in keys)
    # The same test with the enrolment secret in hand, to show that it would find the print.
    control = sum(office.fits(proof, key, target.ends.enrolment_secret) for key in keys)
    what = f"{fitting} of {len(keys)} prints fit the Proof; with the enrolment secret known, {control}"
    return Held(fitting == 0 and control == 1, what, figures={"candidates": len(keys), "control": control})


def _biometric_keys(target: Target) -> Iterator[bytes]:
    """B of message 4, made from everybody's print of the finger that the Challenge names."""
    finger = finger_of(NUMBER, sorted(target.ends.prints))
    request = KeyRequest(target.user, GENERATION, finger, epoch_of(NUMBER), counter_of(NUMBER))
    for prints in target.gallery.values():
        try:
            with regenerate(request, prints[finger], target.network).key as key:
                yield key.export_bytes()
        except Failure as failure:
            if failure.code is not Code.KEY_UNUSABLE:
                raise


ATTACK = Attack(
    "key-search",
    "There are as many keys as prints: try them all.",
    "one ciphertext, and the prints of all users",
    against_paper,
    against_exchange,
)
