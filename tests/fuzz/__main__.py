"""Fuzzes the parsers, each for a bounded time: ``python -m tests.fuzz [--seconds N] [TARGET …]``.

Guided by coverage where atheris is installed (the extra ``fuzz``), by blind mutation elsewhere. Ends with
exit status 1 at the first input that makes a parser do anything but read or refuse; that input is written to
a file, which belongs into ``corpus/TARGET`` once the parser is mended.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from random import Random

from tests.fuzz.mutation import mutations
from tests.fuzz.targets import CORPUS, TARGETS, corpus, load


def main() -> int:
    """Fuzz the targets that the command line names, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=10, help="for each target")
    given = parser.parse_args()
    if unknown := set(given.targets) - set(TARGETS):
        parser.error(f"there is no target {', '.join(sorted(unknown))}")
    fuzz = _guided if find_spec("atheris") else _blind
    return max(fuzz(name, given.seconds) for name in given.targets or TARGETS)


def _guided(name: str, seconds: int) -> int:
    """One process for each target: atheris never comes back."""
    with tempfile.TemporaryDirectory() as found:
        command = [sys.executable, "-m", "tests.fuzz.guided", name, str(seconds), found, str(CORPUS / name)]
        print(f"{name}: {seconds} s, guided by coverage", flush=True)
        return subprocess.run(command, check=False).returncode and 1


def _blind(name: str, seconds: int) -> int:
    target, count = load(name), 0
    for data in _until(time.monotonic() + seconds, list(corpus(name).values())):
        count += 1
        try:
            target.parse(data)
        except Exception as error:
            file = Path(tempfile.gettempdir()) / f"ridgekey-fuzz-{name}-{count}"
            file.write_bytes(data)
            print(f"{name}: {error!r} after {count:,} inputs; the input is in {file}", file=sys.stderr)
            return 1
    print(f"{name}: {count:,} inputs in {seconds} s, by blind mutation", flush=True)
    return 0


def _until(end: float, seeds: list[bytes]) -> Iterator[bytes]:
    for data in mutations(seeds, Random(time.time_ns())):
        if time.monotonic() > end:
            return
        yield data


if __name__ == "__main__":
    sys.exit(main())
