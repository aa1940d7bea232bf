"""A synthetic person's prints as files in SOCOFing's layout, so that the real set drops in.

SOCOFing has one impression of a finger. Further ones go to ``Repeats/Repeat-1`` onwards under the names of
the enrolled prints, so that each of these folders is again a folder of prints.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from shared.biometrics.prints import Print
from shared.biometrics.socofing import ALTERED_FOLDER, REAL_FOLDER, REPEATS_FOLDER, PrintName, format_name
from shared.biometrics.synthetic.views import FingerView, finger_views
from shared.identifiers import Finger

PEOPLE_PER_SEED = 1_000_000


def person_seed(seed: int, user: int) -> int:
    """The seed of person ``user`` (0..999,999) in the population ``seed``; no populations share a person."""
    return seed * PEOPLE_PER_SEED + user


def write_subject(
    folder: Path,
    user: int,
    seed: int,
    gender: str = "M",
    altered: bool = False,
    repeats: int = 0,
    suffix: str = ".BMP",
) -> list[Path]:
    """Write the ten prints of one person, and altered versions and further impressions if wanted.

    Args:
        folder: where ``Real``, ``Altered`` and ``Repeats`` are; made when missing.
        user: the number in the file names.
        seed: the person; see :func:`person_seed`.
        gender: ``M`` or ``F``, in the file names only.
        altered: whether to write the eight altered versions of each print too.
        repeats: further impressions of each finger to write.
        suffix: ``.BMP`` as SOCOFing has, or ``.png``.

    Returns:
        The files written, finger by finger.
    """
    written = []
    for finger in Finger:
        for view in finger_views(seed, finger, altered, repeats):
            name = PrintName(user, gender, finger, view.alteration.value if view.alteration else None)
            written.append(_write(folder / view_folder(view) / format_name(name, suffix), view.print_))
    return written


def view_folder(view: FingerView) -> Path:
    """Where a view belongs in the layout, such as ``Altered/Altered-Easy``."""
    if view.severity is not None:
        return Path(ALTERED_FOLDER) / f"{ALTERED_FOLDER}-{view.severity.capitalize()}"
    if view.repeat:
        return Path(REPEATS_FOLDER) / f"Repeat-{view.repeat}"
    return Path(REAL_FOLDER)


def _write(path: Path, print_: Print) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(print_.pixels).save(path)
    return path
