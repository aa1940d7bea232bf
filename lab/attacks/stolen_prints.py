"""Model and prints are all that the keys are made of: whoever copies them makes the keys, past and future."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.exchange import Exchange, refusal_of
from lab.attacks.impostors import GUESSED_SECRET
from lab.attacks.keystream import opened
from lab.attacks.measure import equal_share, percent
from lab.attacks.target import Target
from lab.papers.paper_003.scheme import PaperMessage, paper_key
from shared.biometrics.prints import Print
from shared.errors import Code
from shared.exact.network import Network
from shared.identifiers import Finger

NUMBER = 6


def read_all(
    traffic: Sequence[PaperMessage], prints: Mapping[Finger, Print], network: Network
) -> list[bytes]:
    """Open every recorded message of a user whose prints were copied."""
    keys = {
        (message.user, message.index): paper_key(message.user, message.index, prints, network)
        for message in {message.index: message for message in traffic}.values()
    }
    return [opened(message.cipher, keys[message.user, message.index]) for message in traffic]


def against_paper(target: Target) -> Broken:
    """Make the ten keys again and open all that was recorded."""
    traffic = target.paper_traffic
    pictures = read_all(traffic, target.gallery[target.user], target.network)
    share = float(np.mean([equal_share(found, target.image(n)) for n, found in enumerate(pictures, 1)]))
    what = f"all ten keys, {percent(share)} of the pixels of all {len(traffic)} messages"
    return Broken(share, 1.0, what)


def against_exchange(target: Target) -> Held:
    """Pose as the branch with the right B and no enrolment secret; then with the secret and another B."""
    other = target.ends.biometric_key(NUMBER + 1)
    answers = (
        refusal_of(lambda: ask(target, target.ends.biometric_key(NUMBER), GUESSED_SECRET)),
        refusal_of(lambda: ask(target, other, target.ends.enrolment_secret)),
    )
    refused = tuple(code for code in answers if code is not None)
    what = "a false branch with prints and model but no enrolment secret, and one with the secret but not B"
    return Held(answers == (Code.PROOF_FAILED, Code.PROOF_FAILED), what, refused)


def ask(target: Target, biometric_key: bytes, secret: bytes) -> None:
    """Ask for an image as the branch, with a guess of B and enrolment secret.

    Raises:
        Failure: as the head office refuses it.
    """
    exchange = Exchange(target.ends, NUMBER, branch_key=biometric_key, branch_secret=secret)
    exchange.fetch(target.image(NUMBER))


ATTACK = Attack(
    "stolen-prints",
    "Model and prints make every key again, without any secret.",
    "the model, the user's prints, and the recorded ciphertexts",
    against_paper,
    against_exchange,
)
