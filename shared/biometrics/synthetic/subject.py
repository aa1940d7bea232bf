"""A synthetic person's prints as files, named as SOCOFing names them, so that the real set drops in."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from shared.biometrics.prints import Print
from shared.biometrics.socofing import PrintName, format_name
from shared.biometrics.synthetic.alteration import Alteration, Severity
from shared.biometrics.synthetic.impression import alter, synthetic_print
from shared.identifiers import Finger

PEOPLE_PER_SEED = 1_000_000


def person_seed(seed: int, user: int) -> int:
    """The seed of person ``user`` (0..999,999) in the population ``seed``; no populations share a person."""
    return seed * PEOPLE_PER_SEED + user


def write_subject(
    folder: Path, user: int, seed: int, gender: str = "M", altered: bool = False, suffix: str = ".BMP"
) -> list[Path]:
    """Write the ten prints of one person, and their altered versions if wanted.

    Args:
        folder: where they go; made when missing. Altered prints go to ``Altered/Altered-Easy`` … in it.
        user: the number in the file names.
        seed: the person; see :func:`person_seed`.
        gender: ``M`` or ``F``, in the file names only.
        altered: whether to write the nine altered versions of each print too.
        suffix: ``.BMP`` as SOCOFing has, or ``.png``.

    Returns:
        The files written, unaltered prints first.
    """
    prints = {finger: synthetic_print(seed, finger) for finger in Finger}
    planned = [(folder, PrintName(user, gender, finger), print_) for finger, print_ in prints.items()]
    if altered:
        planned += [
            (
                folder / "Altered" / f"Altered-{severity.capitalize()}",
                PrintName(user, gender, finger, kind.value),
                alter(print_, kind, severity, seed),
            )
            for severity in Severity
            for finger, print_ in prints.items()
            for kind in Alteration
        ]
    return [_write(place / format_name(name, suffix), print_) for place, name, print_ in planned]


def _write(path: Path, print_: Print) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(print_.pixels).save(path)
    return path
