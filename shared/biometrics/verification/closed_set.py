"""Closed-set verification, the paper's: two networks name person and finger (paper 003, part two).

The networks were trained on the deployment's own users, so that a new user means new networks. That the
names match says nothing about someone whom the networks never saw: they always name somebody.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from shared.biometrics.preprocessing import preprocess
from shared.biometrics.prints import Print
from shared.biometrics.verification.verifier import MAGIC, damaged, refusal
from shared.encoding import lv
from shared.exact.network import Network
from shared.identifiers import Finger

KIND = "closed-set"


@dataclass(frozen=True, eq=False)
class ClosedSetVerifier:
    """Both networks' first choices must match the claim.

    Attributes:
        subject: tells the deployment's users apart.
        finger: tells the ten fingers apart; class k is ``Finger(k)``.
        users: the user of each class of ``subject``.
    """

    subject: Network
    finger: Network
    users: tuple[int, ...]

    kind = KIND

    def __post_init__(self) -> None:
        """Check that the networks name what they have to.

        Raises:
            Failure: ``MALFORMED`` when they do not.
        """
        users = len(self.users)
        if not users or self.subject.class_count != users or len(set(self.users)) != users:
            raise damaged("does not name one user for each class of its subject network")
        if self.finger.class_count != len(Finger):
            raise damaged("has a finger network that does not tell ten fingers apart")
        if any(network.height != network.width for network in (self.subject, self.finger)):
            raise damaged("has a network that reads no squares")

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of its file, 32 bytes."""
        return hashlib.sha256(self.encode()).digest()

    def check(self, user: int, finger: Finger, enrolled: Print, live: Print) -> None:
        """Let the live print pass when both networks name the claim; see :class:`Verifier`."""
        del enrolled  # the networks hold what they know of the users
        if self.identify(live) != (user, finger):
            raise refusal(finger)

    def identify(self, live: Print) -> tuple[int, Finger]:
        """Whom and which finger the networks take a print for.

        Raises:
            Failure: ``INVALID_INPUT`` when the print shows nothing.
        """
        return self.users[_first_choice(self.subject, live)], Finger(_first_choice(self.finger, live))

    def encode(self) -> bytes:
        """The bytes of its file."""
        return MAGIC + lv(KIND, lv(self.subject.encode(), self.finger.encode(), lv(*self.users)))


def _first_choice(network: Network, live: Print) -> int:
    # As the paper prepares prints, and as the networks learned them; only the embedding reads them otherwise.
    return int(network.classify(preprocess(live, network.height, network.width)[None])[0])
