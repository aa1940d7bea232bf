"""What a program costs before it does anything: ``python -m benchmarks.startup``.

Processor time of whole processes, user and system, the best of several runs: other work on the machine makes
them wait more than it makes them dear. Beside each figure is its ratio to an interpreter that does nothing.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from lab.demo.parties import BranchOffice, HeadOffice, free_address

REPEATS = 7
PACKAGES = {"ridgekey": "server.cli", "ridgekey-branch": "branch_client.cli", "ridgekey-lab": "lab.cli"}
LINES = (
    "ridgekey --version",
    "ridgekey --help",
    "ridgekey user --help",
    "ridgekey user list",
    "ridgekey-branch --version",
    "ridgekey-branch status",
    "ridgekey-lab --version",
    "ridgekey-lab --help",
    "ridgekey-lab generators list",
)
TYPED = ("ridgekey us", "ridgekey-branch st", "ridgekey-lab ge")


def processor_seconds(words: list[str], environment: dict[str, str]) -> float:
    """The processor time of one process: the least of its runs."""
    return min(_one_run(words, {**os.environ, **environment}) for _ in range(REPEATS))


def _one_run(words: list[str], environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], env=environment, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def prepared(folder: Path) -> dict[str, str]:
    """The homes of a head office and of a branch that has joined it, by program."""
    head_office, branch = (
        HeadOffice(folder / "office", free_address()),
        BranchOffice("basra", folder / "basra"),
    )
    head_office.found(verification="off")
    branch.join(head_office, folder)
    head_office.ask("user", "add", "17")
    return {"ridgekey": str(head_office.home), "ridgekey-branch": str(branch.home)}


def command(line: str, homes: dict[str, str]) -> float:
    """What a command line costs."""
    program, *words = line.split()
    home = {"RIDGEKEY_HOME": homes[program]} if program in homes else {}
    return processor_seconds(["-m", PACKAGES[program], *words], home)


def completion(line: str) -> float:
    """What it costs to complete the last word of a line in bash."""
    program = line.split(maxsplit=1)[0]
    variable = f"_{program.replace('-', '_').upper()}_COMPLETE"
    asked = {variable: "complete_bash", "COMP_WORDS": line, "COMP_CWORD": "1"}
    return processor_seconds(["-m", PACKAGES[program]], asked)


def main() -> None:
    """Measure and print one JSON object."""
    nothing = processor_seconds(["-c", "pass"], {})
    with tempfile.TemporaryDirectory(prefix="ridgekey-bench-") as name:
        homes = prepared(Path(name))
        found = {line: command(line, homes) for line in LINES}
    found |= {f"completing {line}": completion(line) for line in TYPED}
    told = {
        line: {"seconds": round(seconds, 3), "interpreters": round(seconds / nothing, 1)}
        for line, seconds in found.items()
    }
    print(json.dumps({"an interpreter, seconds": round(nothing, 3), **told}, indent=2))


if __name__ == "__main__":
    main()
