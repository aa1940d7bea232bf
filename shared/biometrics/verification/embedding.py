"""1:1 verification by embedding: the live scan against the enrolled print of one finger (biometrics §3).

The network knows no whole finger: it says of a small patch of ridges what it looks like, in whatever ink and
stretched however. Two prints are of one finger when many of their patches look alike and lie alike.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from shared.biometrics.prints import Print
from shared.biometrics.verification.agreement import FULL, agreement_q15
from shared.biometrics.verification.description import OUTPUTS_MAX, Description, PatchReader
from shared.biometrics.verification.search import PatchSearch
from shared.biometrics.verification.verifier import MAGIC, damaged, refusal
from shared.encoding import lv
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.identifiers import Finger

KIND = "embedding"

WORKING_MAX = 1 << 24
"""Pixels or features that all patches of one print may have together; each is held in up to eight bytes."""


@dataclass(frozen=True, eq=False)
class EmbeddingVerifier:
    """Compares what the network says of the patches of two prints; new users need no retraining.

    Attributes:
        threshold: the smallest agreement that passes, in Q15, 1 … 32,768. What share of other fingers reaches
            it was measured when the verifier was made, and stands on its card.
        search: how prints are cut into patches, and in which turns the live one is looked at.
        network: reads square patches.
    """

    threshold: int
    search: PatchSearch
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
        self.search.check_patches(self.network.height)
        patches = self.search.rows(self.network.height) ** 2 * self.search.looks
        widest = max(self.network.height**2, *self.network.dense.weight.shape)
        if self.network.outputs > OUTPUTS_MAX or patches * widest > WORKING_MAX:
            raise damaged("takes too much memory for its patches")

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of its file, 32 bytes."""
        return hashlib.sha256(self.encode()).digest()

    @cached_property
    def reader(self) -> PatchReader:
        """Reads prints as this verifier compares them."""
        return PatchReader(self.search, self.network.height, self.network.features)

    def check(self, user: int, finger: Finger, enrolled: Print, live: Print) -> None:
        """Let the live print pass when it is like the enrolled one; see :class:`Verifier`."""
        del user  # whose finger it has to be, the enrolled print says
        looks = self.reader.live(live)
        try:
            known = self.reader.enrolled(enrolled)
        except Failure:
            sentence = (
                f"No scan can be compared with the enrolled {finger.label}; have the user enrolled anew."
            )
            raise Failure(Code.INVALID_INPUT, sentence, field="print") from None
        if self.agreement(known, looks) < self.threshold:
            raise refusal(finger)

    def score(self, enrolled: Print, live: Print) -> int:
        """How far two prints agree, in Q15.

        Raises:
            Failure: ``INVALID_INPUT`` when a print shows nothing.
        """
        return self.agreement(self.reader.enrolled(enrolled), self.reader.live(live))

    def agreement(self, enrolled: Description, looks: list[Description]) -> int:
        """The same of prints that were read before."""
        return agreement_q15(enrolled, looks, self.search.doubt, self.network.backend)

    def encode(self) -> bytes:
        """The bytes of its file."""
        return MAGIC + lv(KIND, lv(self.threshold, self.search.encode(), self.network.encode()))
