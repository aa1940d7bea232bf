"""A model that does not look at the finger makes keys that its author knows.

In paper mode nothing says which model it is: one whose last layer has no weights gives every print the same
features, and both ends go on agreeing with each other.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.exchange import Ends, Exchange, refusal_of
from lab.attacks.impostors import GUESSED_SECRET, FalseHeadOffice, LoneBranch
from lab.attacks.keystream import opened
from lab.attacks.measure import equal_share, percent
from lab.attacks.target import Target
from lab.papers.paper_003.scheme import PaperHeadOffice, PaperKeys, paper_key
from shared.biometrics.prints import Print
from shared.errors import Code
from shared.exact.network import Network
from shared.identifiers import Finger

NUMBER = 2
_SIDE = 96
_SEED = 40_009
_STEEPEST = 0.999
"""Features are drawn evenly up to this, so that the key passes every look at its bytes."""


def blind(network: Network) -> Network:
    """The network with a last layer that gives the same spread of features whatever it is shown."""
    dense = network.dense
    drawn = np.random.default_rng(_SEED).uniform(-_STEEPEST, _STEEPEST, dense.bias.size)
    # tanh's argument is bias · multiplier / 2^shift, in parts of 256.
    scale = 256.0 * 2.0**dense.shift / dense.multiplier
    bias = np.rint(np.arctanh(drawn) * scale).astype(np.int32)
    return replace(network, dense=replace(dense, weight=np.zeros_like(dense.weight), bias=bias))


def any_prints() -> dict[Finger, Print]:
    """Pictures of noise for ten fingers: nobody's."""
    random = np.random.default_rng(_SEED)
    return {finger: Print(random.integers(0, 256, (_SIDE, _SIDE), np.uint8)) for finger in Finger}


def against_paper(target: Target) -> Broken:
    """Put the blind model in place at both ends, and make the key of message 1 from pictures of noise."""
    planted = blind(target.network)
    office = PaperHeadOffice(PaperKeys(target.gallery, planted))
    message = office.send(target.user, target.picture(1))
    key = paper_key(message.user, message.index, any_prints(), planted)
    share = equal_share(opened(message.cipher, key), target.image(1))
    return Broken(share, 1.0, f"the key from pictures of noise, {percent(share)} of the pixels")


def against_exchange(target: Target) -> Held:
    """Plant the model at the head office; then at both ends, and test the known B by a Proof."""
    planted = blind(target.network)
    answer = refusal_of(
        lambda: Exchange(target.ends, NUMBER, model_digest=planted.digest).fetch(target.image(NUMBER))
    )
    deceived = Ends(target.user, target.gallery[target.user], planted)
    known = Ends(target.user, any_prints(), planted).biometric_key(NUMBER)
    branch, office = LoneBranch(deceived), FalseHeadOffice(deceived, NUMBER)
    proof = branch.proof(office.challenge(branch.hello()))
    fits = office.fits(proof, known, GUESSED_SECRET)
    same = equal_share(known, deceived.biometric_key(NUMBER))
    what = f"refused at one end; at both, {percent(same)} of B known and still no fit to the Proof"
    held = answer is Code.MODEL_MISMATCH and not fits
    return Held(held, what, () if answer is None else (answer,), {"b_known": same, "fits": float(fits)})


ATTACK = Attack(
    "model-substitution",
    "A planted model that ignores the finger makes keys that its author knows.",
    "to replace the model file",
    against_paper,
    against_exchange,
)
