"""What every kind of verifier is to the rest of the system, and how it refuses."""

from __future__ import annotations

from typing import Protocol

from shared.biometrics.prints import Print
from shared.errors import Code, Failure
from shared.identifiers import Finger

MAGIC = b"RKVERIF1"


class Verifier(Protocol):
    """Decides whether a live print is the finger that was asked for (biometrics §3)."""

    @property
    def kind(self) -> str:
        """``embedding`` or ``closed-set``, as the Challenge names it (protocol §3.4)."""
        ...

    @property
    def digest(self) -> bytes:
        """SHA-256 of its file, 32 bytes."""
        ...

    def check(self, user: int, finger: Finger, enrolled: Print, live: Print) -> None:
        """Let a live print pass, or refuse it.

        Args:
            user: who is claimed to be there.
            finger: the finger that the Challenge names.
            enrolled: the enrolled print of that finger.
            live: what the scanner saw.

        Raises:
            Failure: ``FINGER_REFUSED`` when it is another finger or another person; ``INVALID_INPUT`` when
                the live print shows nothing.
        """
        ...

    def encode(self) -> bytes:
        """The bytes of its file."""
        ...


def refusal(finger: Finger) -> Failure:
    """The one refusal of every kind: it does not say how near the scan came, nor what it looked like."""
    sentence = f"The scan is not this user's {finger.label}, which was asked for; nothing was sent."
    return Failure(Code.FINGER_REFUSED, sentence)


def damaged(what: str) -> Failure:
    """A verifier file that cannot be used, and what to do."""
    return Failure(Code.MALFORMED, f"The verifier {what}; export it anew.")
