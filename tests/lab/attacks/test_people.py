"""The prints that the command attacks are drawn here, the same ones each time."""

from __future__ import annotations

import numpy as np

from lab.attacks.people import VICTIM, synthetic_gallery
from shared.identifiers import Finger


def test_people_have_ten_fingers_each_of_its_own() -> None:
    told: list[tuple[int, int]] = []
    gallery = synthetic_gallery(1, lambda done, total: told.append((done, total)))
    assert (list(gallery), told) == ([VICTIM], [(1, 1)])
    prints = gallery[VICTIM]
    assert set(prints) == set(Finger)
    assert len({print_.pixels.tobytes() for print_ in prints.values()}) == 10
    assert all(np.ptp(print_.pixels) > 100 for print_ in prints.values())
