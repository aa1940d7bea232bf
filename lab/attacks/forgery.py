"""Someone who once knew 1,024 bytes of a picture is the head office from then on."""

from __future__ import annotations

from dataclasses import replace

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.exchange import refusal_of
from lab.attacks.impostors import GUESSED_SECRET, FalseHeadOffice, LoneBranch, claimed
from lab.attacks.keystream import PERIOD, key_below, opened
from lab.attacks.measure import equal_share, percent
from lab.attacks.pictures import Pixels, radiograph
from lab.attacks.target import Target
from lab.papers.paper_003.scheme import PaperMessage
from shared.errors import Code

_FORGED = 20_011
"""The seed of the picture that nobody sent."""


def forged(recorded: PaperMessage, known: bytes, picture: Pixels) -> PaperMessage:
    """A message of the attacker's own.

    Args:
        recorded: a message whose first 1,024 bytes are known.
        known: these bytes.
        picture: what the branch is to show, uint8 [rows, columns].
    """
    # Encryption and decryption are one, so that opening a picture encrypts it.
    cipher = opened(picture.tobytes(), key_below(recorded.cipher, known))
    height, width = picture.shape
    return replace(recorded, shape=(height, width), cipher=cipher)


def against_paper(target: Target) -> Broken:
    """Send the branch another person's picture."""
    picture = radiograph(_FORGED, target.side)
    message = forged(target.paper_traffic[8], target.image(9)[:PERIOD], picture)
    share = equal_share(target.paper_branch.receive(message), picture.tobytes())
    return Broken(share, 1.0, f"the branch shows the attacker's own picture: {percent(share)} of its pixels")


def against_exchange(target: Target) -> Held:
    """Pose as the head office, with the right B even, but without the enrolment secret."""
    image = radiograph(_FORGED, target.side).tobytes()
    answer = refusal_of(lambda: pose(target, target.ends.biometric_key(9), GUESSED_SECRET, image))
    refused = () if answer is None else (answer,)
    return Held(answer is Code.PROOF_FAILED, "the Accept of a false head office that has even B", refused)


def pose(target: Target, biometric_key: bytes, secret: bytes, image: bytes) -> None:
    """Run the handshake as the head office with a guess of B and enrolment secret.

    Raises:
        Failure: as the branch refuses it.
    """
    branch, office = LoneBranch(target.ends), FalseHeadOffice(target.ends, 9)
    proof = branch.proof(office.challenge(branch.hello()))
    branch.accept(office.accept(proof, biometric_key, secret, claimed(9, image)))


ATTACK = Attack(
    "forgery",
    "Nobody proves who they are: whoever has a key is the head office.",
    "1,024 bytes of one picture, and the line",
    against_paper,
    against_exchange,
)
