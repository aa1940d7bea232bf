"""All tests by name, and which of them are rows of paper 004's table 1."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from lab.batteries.diehard.binary_rank import Rank31, Rank32
from lab.batteries.diehard.binary_rank_6x8 import Rank6x8
from lab.batteries.diehard.birthday_spacings import BirthdaySpacings
from lab.batteries.diehard.bitstream import Bitstream
from lab.batteries.diehard.count_ones_bytes import CountOnesBytes
from lab.batteries.diehard.count_ones_stream import CountOnesStream
from lab.batteries.diehard.craps import THROWS, Craps
from lab.batteries.diehard.diehard_test import COMBINED, DiehardTest
from lab.batteries.diehard.dna import Dna
from lab.batteries.diehard.minimum_distance import MinimumDistance
from lab.batteries.diehard.opso import Opso
from lab.batteries.diehard.oqso import Oqso
from lab.batteries.diehard.overlapping_permutations import OverlappingPermutations
from lab.batteries.diehard.overlapping_sums import OverlappingSums
from lab.batteries.diehard.parking_lot import ParkingLot
from lab.batteries.diehard.runs import Runs
from lab.batteries.diehard.spheres_3d import Spheres3d
from lab.batteries.diehard.squeeze import Squeeze
from shared.errors import Code, Failure

PAPER_004 = "paper-004"
"""Stands for the tests of the paper's table."""

_TESTS: tuple[type[DiehardTest], ...] = (
    BirthdaySpacings,
    OverlappingPermutations,
    Rank31,
    Rank32,
    Rank6x8,
    Bitstream,
    Opso,
    Oqso,
    Dna,
    CountOnesStream,
    CountOnesBytes,
    ParkingLot,
    MinimumDistance,
    Spheres3d,
    Squeeze,
    OverlappingSums,
    Runs,
    Craps,
)
TESTS: dict[str, type[DiehardTest]] = {test.name: test for test in _TESTS}
"""Every test, in Diehard's order."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of paper 004, table 1.

    Attributes:
        title: as printed.
        printed: its p-value.
        test: the test that it is here.
        variant: which of the test's outcomes it is compared with.
    """

    title: str
    printed: float
    test: str
    variant: str


TABLE_1 = (
    Row("Birthday spacing", 0.363, BirthdaySpacings.name, COMBINED),
    Row("Binary rank 31*31", 0.710, Rank31.name, ""),
    Row("Binary rank 32*32", 0.609, Rank32.name, ""),
    Row("Binary rank 6*8", 0.518, Rank6x8.name, COMBINED),
    Row("Count the 1", 0.219, CountOnesStream.name, "1"),
    Row("Parking lot", 0.182, ParkingLot.name, COMBINED),
    Row("Minimum distance", 0.422, MinimumDistance.name, COMBINED),
    Row("3D sphere", 0.810, Spheres3d.name, COMBINED),
    Row("the Squeeze", 0.647, Squeeze.name, ""),
    Row("Overlapping sum", 0.392, OverlappingSums.name, COMBINED),
    Row("Run up 1", 0.688, Runs.name, "up 1"),
    Row("Run up 2", 0.761, Runs.name, "up 2"),
    Row("Run down 1", 0.895, Runs.name, "down 1"),
    Row("Run down 2", 0.098, Runs.name, "down 2"),
    Row("Craps of throws", 0.882, Craps.name, THROWS),
)
"""The fifteen rows; where Diehard makes several p-values of a test, the paper does not say which it has."""


def choose_tests(names: Sequence[str], scale: float = 1.0) -> list[DiehardTest]:
    """Tests by name, in Diehard's order and each once.

    Args:
        names: of :data:`TESTS`, or ``paper-004``; none for all.
        scale: share of Diehard's samples.

    Raises:
        Failure: ``INVALID_INPUT`` for a name that is none, or a scale that is not above 0.
    """
    if not scale > 0:
        raise Failure(Code.INVALID_INPUT, "The scale is a number above 0, such as 0.1.", field="scale")
    wanted = set(TESTS) if not names else set()
    for name in names:
        if name == PAPER_004:
            wanted |= {row.test for row in TABLE_1}
        elif name in TESTS:
            wanted.add(name)
        else:
            raise Failure(Code.INVALID_INPUT, _unknown(name), field="tests")
    return [test.at_scale(scale) for name, test in TESTS.items() if name in wanted]


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, [*TESTS, PAPER_004], n=3, cutoff=0.5)
    offered = f"the nearest are {', '.join(near)}" if near else f"there are {', '.join([*TESTS, PAPER_004])}"
    return f"There is no test {name!r}; {offered}."
