"""1:1 verification by embedding: the live scan against the enrolled print of one finger (biometrics §3)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from shared.biometrics.normalisation import normalise
from shared.biometrics.prints import Print
from shared.biometrics.verification.cosine import FULL, Features, best_cosine_q15
from shared.biometrics.verification.poses import PoseSearch
from shared.biometrics.verification.verifier import MAGIC, damaged, refusal
from shared.encoding import lv
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.identifiers import Finger

KIND = "embedding"

WORKING_MAX = 1 << 24
"""Pixels or features that all poses of one print may have together; each is held in up to eight bytes."""


@dataclass(frozen=True, eq=False)
class EmbeddingVerifier:
    """Compares the network's features of two prints; new users need no retraining.

    Attributes:
        threshold: the smallest cosine that passes, in Q15, 1 … 32,768. What share of other fingers reaches
            it was measured when the verifier was made, and stands on its card.
        poses: the poses of the live scan that are tried; the best counts.
        network: gives the features; reads squares.
    """

    threshold: int
    poses: PoseSearch
    network: Network

    kind = KIND

    def __post_init__(self) -> None:
        """Check that the parts can be used together.

        Raises:
            Failure: ``MALFORMED`` when they cannot.
        """
        if not 1 <= self.threshold <= FULL:
            raise damaged("has a threshold outside 1..32768")
        if self.network.height != self.network.width:
            raise damaged("has a network that reads no squares")
        widest = max(self.network.height**2, *self.network.dense.weight.shape)
        if self.poses.count * widest > WORKING_MAX:
            raise damaged("takes too much memory for its poses")

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of its file, 32 bytes."""
        return hashlib.sha256(self.encode()).digest()

    def check(self, user: int, finger: Finger, enrolled: Print, live: Print) -> None:
        """Let the live print pass when it is like the enrolled one; see :class:`Verifier`."""
        del user  # whose finger it has to be, the enrolled print says
        posed = self.posed_features(live)
        try:
            features = self.features(enrolled)
        except Failure:
            sentence = (
                f"No scan can be compared with the enrolled {finger.label}; have the user enrolled anew."
            )
            raise Failure(Code.INVALID_INPUT, sentence, field="print") from None
        if best_cosine_q15(features, posed) < self.threshold:
            raise refusal(finger)

    def score(self, enrolled: Print, live: Print) -> int:
        """How alike two prints are: the best cosine over the poses, in Q15.

        Raises:
            Failure: ``INVALID_INPUT`` when a print shows nothing.
        """
        return best_cosine_q15(self.features(enrolled), self.posed_features(live))

    def features(self, print_: Print) -> Features:
        """The features of a print as it lies.

        Returns:
            int16 [outputs], Q15.
        """
        features: Features = self.network.features(normalise(print_, self.network.height)[None])[0]
        return features

    def posed_features(self, print_: Print) -> Features:
        """The features of a print in every pose.

        Returns:
            int16 [poses, outputs], Q15.
        """
        side = self.network.height + 2 * self.poses.margin
        return self.network.features(self.poses.of(normalise(print_, side)))

    def encode(self) -> bytes:
        """The bytes of its file."""
        return MAGIC + lv(KIND, lv(self.threshold, self.poses.encode(), self.network.encode()))
