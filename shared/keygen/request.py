"""What a biometric key is made for: the numbers of one message."""

from __future__ import annotations

from dataclasses import dataclass

from shared.crypto.labels import Label
from shared.encoding import lv
from shared.exact.xof import ShakeStream
from shared.identifiers import Finger


@dataclass(frozen=True)
class KeyRequest:
    """The numbers that, with a print and a model, determine a biometric key (protocol §1.4).

    Attributes:
        user: the user's ID.
        generation: the enrolment of that user.
        finger: the finger that the message takes (protocol §1.3).
        epoch: the key epoch (protocol §1.2).
        counter: the paper's counter, 1..10; 0 is kept for the check at enrolment, which no message shares.
    """

    user: int
    generation: int
    finger: Finger
    epoch: int
    counter: int

    def augmentation_stream(self, candidate: int) -> ShakeStream:
        """The stream that draws the variations for one candidate key (biometrics §2.2)."""
        numbers = (self.user, self.generation, self.finger, self.epoch, self.counter, candidate)
        return ShakeStream(lv(Label.AUGMENT, *numbers))
