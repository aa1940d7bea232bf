"""The views of a synthetic finger that a data set holds: as enrolled, altered, and pressed again.

The altered versions are made from the enrolled print, as SOCOFing's are; the repeats are further impressions,
which SOCOFing does not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.biometrics.prints import Print
from shared.biometrics.synthetic.alteration import Alteration, Severity
from shared.biometrics.synthetic.impression import alter, impression
from shared.biometrics.synthetic.master import generate_finger
from shared.identifiers import Finger

LEFT_OUT = (Alteration.Z_CUT, Severity.HARD)
"""Of three kinds in three severities a finger has all but this one, which SOCOFing most often lacks."""

ALTERED_VERSIONS: tuple[tuple[Alteration, Severity], ...] = tuple(
    (kind, severity) for severity in Severity for kind in Alteration if (kind, severity) != LEFT_OUT
)
"""The eight altered versions of a finger, easy ones first; SOCOFing has 8.2 of a finger on average."""


@dataclass(frozen=True)
class FingerView:
    """One print of a finger and how it came to be.

    Attributes:
        finger: which finger.
        print_: the picture.
        alteration: what was done to the enrolled print; None when nothing was.
        severity: how much of it; None when nothing was done.
        repeat: 0 for the enrolled print and what was made of it, 1 onwards for further impressions.
    """

    finger: Finger
    print_: Print
    alteration: Alteration | None = None
    severity: Severity | None = None
    repeat: int = 0


def finger_views(person: int, finger: Finger, altered: bool = True, repeats: int = 0) -> Iterator[FingerView]:
    """Make the prints of one finger.

    Args:
        person: the person's seed; see :func:`shared.biometrics.synthetic.subject.person_seed`.
        finger: which of the ten.
        altered: whether to make the eight altered versions.
        repeats: further impressions, at least 0.

    Yields:
        The enrolled print, then the altered ones, then the repeats.
    """
    master = generate_finger(person, finger)
    enrolled = impression(master, 0)
    yield FingerView(finger, enrolled)
    # Every finger is cut at a place of its own, or the place of the cut would tell the person.
    place = person * len(Finger) + finger
    for kind, severity in ALTERED_VERSIONS if altered else ():
        yield FingerView(finger, alter(enrolled, kind, severity, place), kind, severity)
    for repeat in range(1, repeats + 1):
        yield FingerView(finger, impression(master, repeat), repeat=repeat)
