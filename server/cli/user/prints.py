"""Where an enrolment's prints come from: a folder, or the synthetic generator."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from shared.biometrics.confined_decoding import load_prints
from shared.biometrics.prints import Print
from shared.biometrics.socofing import select_prints
from shared.biometrics.synthetic.impression import synthetic_print
from shared.biometrics.synthetic.subject import person_seed
from shared.errors import Code, Failure
from shared.identifiers import Finger

PRINTS_STAY = (
    "Prints never cross the network, so users are enrolled on the head office's own machine; run it there "
    "without --server."
)
"""Why nobody is enrolled from another machine."""

_SEEDS = 2**63


def prints_of_folder(folder: Path, user: int) -> dict[Finger, Print]:
    """Read a user's prints.

    Raises:
        Failure: ``INVALID_INPUT`` when the folder has none, too many, two of one finger, the same picture
            for two fingers, or one that is no print.
    """
    files = select_prints(folder, user)
    prints = dict(zip(files, load_prints(list(files.values())), strict=True))
    owners: dict[tuple[tuple[int, int], bytes], Finger] = {}
    for finger, print_ in prints.items():
        owner = owners.setdefault((print_.shape, print_.pixels.tobytes()), finger)
        if owner is not finger:
            sentence = f"{files[owner].name} and {files[finger].name} are one picture; keep one of them."
            raise Failure(Code.INVALID_INPUT, sentence, field="prints")
    return prints


def synthetic_prints(seed: int, user: int, moved: Callable[[int, int], None]) -> dict[Finger, Print]:
    """Make ten prints of a person who does not exist; the same for the same seed and user.

    Args:
        seed: of the whole population, 0..2^63-1.
        user: whose.
        moved: told after each finger how many are done and how many there are.

    Raises:
        Failure: ``INVALID_INPUT`` when the seed is outside its range.
    """
    if not 0 <= seed < _SEEDS:
        raise Failure(Code.INVALID_INPUT, "A seed is a whole number from 0 to 2^63-1.", field="synthetic")
    person = person_seed(seed, user)
    prints: dict[Finger, Print] = {}
    for finger in Finger:
        prints[finger] = synthetic_print(person, finger)
        moved(len(prints), len(Finger))
    return prints
