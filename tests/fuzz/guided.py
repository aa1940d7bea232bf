"""One target under atheris: ``python -m tests.fuzz.guided TARGET SECONDS FOUND CORPUS``.

FOUND is a folder for what coverage finds worth keeping; the corpus is only read.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

from tests.fuzz.targets import load

LONGEST_INPUT, LONGEST_SECONDS = 16_384, 10


def main() -> None:
    """Fuzz; does not return."""
    name, seconds, found, corpus = sys.argv[1:]
    with atheris.instrument_imports(include=["shared"]):
        target = load(name)
    crashes = Path(tempfile.gettempdir()) / f"ridgekey-fuzz-{name}-"
    options = {"max_total_time": seconds, "max_len": LONGEST_INPUT, "timeout": LONGEST_SECONDS}
    options |= {"artifact_prefix": crashes, "verbosity": 1, "print_final_stats": 1}
    arguments = [f"-{option}={value}" for option, value in options.items()]
    atheris.Setup([sys.argv[0], *arguments, found, corpus], target.parse)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
