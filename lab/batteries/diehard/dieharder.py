"""The same tests by Brown's dieharder, where it is installed, to see that both say alike."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lab.batteries.diehard.words import Words
from shared.errors import Code, Failure

PROGRAM = "dieharder"
NUMBERS = {
    "birthday-spacings": 0,
    "operm5": 1,
    "rank-32x32": 2,
    "rank-6x8": 3,
    "bitstream": 4,
    "opso": 5,
    "oqso": 6,
    "dna": 7,
    "count-ones-stream": 8,
    "count-ones-bytes": 9,
    "parking-lot": 10,
    "minimum-distance": 11,
    "spheres-3d": 12,
    "squeeze": 13,
    "overlapping-sums": 14,
    "runs": 15,
    "craps": 16,
}
"""dieharder's number of each test; it has no 31x31 ranks."""
RESERVATIONS = {5: "Suspect", 6: "Suspect", 7: "Suspect", 14: "Do Not Use"}
"""What dieharder 3.31 itself says of some of its tests."""

_RAW_FILE = "201"
_FIELDS = ("test_name", "ntuple", "tsamples", "psamples", "pvalues", "assessment")
_LINE = re.compile(
    r"^\s*(?P<name>\w+)\s*,\s*(?P<ntuple>\d+)\s*,\s*(?P<tsamples>\d+)\s*,\s*(?P<psamples>\d+)\s*,"
    r"\s*(?P<p_value>[0-9.eE+-]+)\s*,\s*(?P<assessment>\w+)\s*$"
)
_REWOUND = re.compile(r"was rewound (?P<times>\d+) times")
_TIMEOUT_S = 600


@dataclass(frozen=True, slots=True)
class Crosscheck:
    """What dieharder says of one test.

    Attributes:
        number: the test's.
        p_values: in the order printed; one of a single sample each.
        rewound: how often it read the words from the start again for want of more.
    """

    number: int
    p_values: tuple[float, ...]
    rewound: int

    def text(self) -> str:
        """For a table: the p-values, and what is to be held against them."""
        doubts = [RESERVATIONS.get(self.number, ""), f"rewound {self.rewound}x" if self.rewound else ""]
        named = ", ".join(doubt for doubt in doubts if doubt)
        values = " ".join(f"{p_value:.4f}" for p_value in self.p_values)
        return f"{values} ({named})" if named else values


def require_dieharder() -> str:
    """The program's path.

    Raises:
        Failure: ``LOCAL_FAILURE`` when it is not installed.
    """
    path = shutil.which(PROGRAM)
    if path is None:
        sentence = (
            "dieharder is not installed; install it (apt install dieharder) or leave --cross-check out."
        )
        raise Failure(Code.LOCAL_FAILURE, sentence)
    return path


def parse(number: int, output: str, remarks: str) -> Crosscheck:
    """What a run of dieharder printed.

    Args:
        number: of the test.
        output: its lines, with commas.
        remarks: what it wrote to stderr.

    Raises:
        Failure: ``LOCAL_FAILURE`` when there is no line with a p-value.
    """
    lines = [match for line in output.splitlines() if (match := _LINE.match(line))]
    if not lines:
        sentence = (
            f"dieharder printed no p-value for its test {number}; try it alone, or leave --cross-check out."
        )
        raise Failure(Code.LOCAL_FAILURE, sentence)
    rewound = _REWOUND.search(remarks)
    values = tuple(float(line["p_value"]) for line in lines)
    return Crosscheck(number, values, int(rewound["times"]) if rewound else 0)


def cross_check(test: str, words: Words) -> Crosscheck | None:
    """Let dieharder run a test once on the same words.

    Args:
        test: a name of this battery.
        words: uint32 [n].

    Returns:
        What it says; None if it has no such test.

    Raises:
        Failure: ``LOCAL_FAILURE`` when dieharder is missing, fails, or takes more than ten minutes.
    """
    number = NUMBERS.get(test)
    if number is None:
        return None
    program = require_dieharder()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "words.bin"
        words.tofile(file)  # dieharder reads the processor's own order
        return _run(program, number, file)


def _run(program: str, number: int, file: Path) -> Crosscheck:
    # Without its table's head, and the timing that fills it, dieharder begins with the first word.
    shown = [part for name in _FIELDS for part in ("-D", name)]
    command = [program, "-g", _RAW_FILE, "-f", str(file), "-d", str(number), "-p", "1", "-c", ",", *shown]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=True)
    except subprocess.TimeoutExpired:
        raise Failure(Code.LOCAL_FAILURE, f"dieharder's test {number} took more than ten minutes.") from None
    except (OSError, subprocess.CalledProcessError):
        raise Failure(Code.LOCAL_FAILURE, f"dieharder's test {number} could not be run.") from None
    return parse(number, done.stdout, done.stderr)
