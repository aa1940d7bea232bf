"""How many prints give a usable key, and how good the keys are (biometrics §2.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shared.biometrics.prints import Print
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.identifiers import Finger
from shared.keygen.assessment import Assessment
from shared.keygen.pipeline import enrol_check


@dataclass(frozen=True)
class KeyQuality:
    """Measured over some prints, one key each.

    Attributes:
        prints: how many.
        usable: the part that gave a key within the eight candidates.
        at_once: the part whose first candidate was accepted.
        entropy: mean Shannon entropy of the accepted keys' bytes before Chen, in bits.
        lowest_entropy: the smallest one.
        largest_count: occurrences of the most frequent byte, the largest of all keys.
    """

    prints: int
    usable: float
    at_once: float
    entropy: float
    lowest_entropy: float
    largest_count: int


def measure_keys(prints: Iterable[tuple[int, Finger, Print]], network: Network) -> KeyQuality:
    """Check prints as enrolment checks them.

    Args:
        prints: user, finger and print; at least one.
        network: the model.
    """
    checks = [_check(user, finger, print_, network) for user, finger, print_ in prints]
    accepted = [check for check in checks if check is not None]
    entropies = [assessment.entropy_millibits / 1000 for _, assessment in accepted]
    return KeyQuality(
        prints=len(checks),
        usable=len(accepted) / len(checks),
        at_once=sum(candidate == 0 for candidate, _ in accepted) / len(checks),
        entropy=sum(entropies) / max(len(entropies), 1),
        lowest_entropy=min(entropies, default=0.0),
        largest_count=max((assessment.largest_count for _, assessment in accepted), default=0),
    )


def _check(user: int, finger: Finger, print_: Print, network: Network) -> tuple[int, Assessment] | None:
    """The accepted candidate and its assessment; None when no candidate is accepted."""
    try:
        found = enrol_check(user, 1, finger, print_, network)
    except Failure as failure:
        if failure.code is Code.KEY_UNUSABLE:
            return None
        raise
    return found.candidate, found.assessment
