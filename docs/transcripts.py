"""Writes what the commands of a document really show into it; a test compares the two.

Every console block is run from nothing in a folder of its own. What a step shows is left as it stands there
where that is still true; else it is written anew, with what differs from run to run as ``…``.

    PYTHONPATH=. python docs/transcripts.py docs/tutorials/*.md
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docs.console_blocks import ANY, Step, is_seen, steps, tidy
from docs.console_session import ConsoleSession, Ports, Seen, write_programs
from tests.memory_storage import memory_folder

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(".venv/bin")
_ADDRESS = re.compile(r"127\.0\.0\.1:\d{4}\b")
_DIFFERS = (
    re.compile(r"\S*/tmp\.\w{10}\b"),  # a folder of mktemp
    re.compile(r"\b[0-9a-f]{4}(?: [0-9a-f]{4}){7,}"),  # a fingerprint, read out in groups
    re.compile(r"\b[0-9a-f]{16,}\b"),
    re.compile(r"(?:\d{4}-)?\d\d-\d\d[T ]\d\d:\d\d:\d\dZ?"),
    re.compile(r"\d{8}T\d{6}\.\d+Z|\d{4}-\d\d-\d\d"),
    re.compile(r"[\d,]+(?= MiB are free)"),
)
_COUNTED = re.compile(r"^(seconds|checkpoints)( +)[0-9.]+", re.MULTILINE)
"""What depends on how quick the machine is."""


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """An empty folder, taken away in the end; its name is short, since tables fold what is long."""
    with tempfile.TemporaryDirectory(prefix="rk-", dir=memory_folder()) as folder:
        yield Path(folder).resolve()


def taken(text: str, folder: Path, environment: dict[str, str] | None = None) -> Iterator[tuple[Step, Seen]]:
    """Take every step of a document in an empty folder, with the programs where ``make`` puts them.

    Args:
        text: the document.
        folder: the empty folder.
        environment: variables in place of or besides this process's own; none of ours goes on from there.

    Yields:
        each step with what became of it, the ports being those of the document.
    """
    write_programs(folder / PROGRAMS, sys.executable, ROOT)
    # Several ends share this machine's cores: threads of one would only wait for those of another.
    fixed = {"HOME": str(folder), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "TMPDIR": str(folder)}
    theirs = {name: value for name, value in os.environ.items() if not name.startswith("RIDGEKEY_")}
    ports = Ports(sorted(set(_ADDRESS.findall(text))))
    with ConsoleSession(folder, {**theirs, **fixed, **(environment or {})}) as session:
        for step in steps(text):
            seen = session.take(Step(ports.exchanged(step.command), step.shown, step.line))
            yield step, Seen(tidy(ports.put_back(seen.output)), seen.status)


def without_what_differs(output: str, folder: Path) -> str:
    """An output with what another run would show otherwise as ``…``."""
    output = output.replace(str(folder), ANY)
    for pattern in _DIFFERS:
        output = pattern.sub(ANY, output)
    return _COUNTED.sub(rf"\1\2{ANY}", output)


def refreshed(text: str, folder: Path) -> str:
    """A document with what its steps show now."""
    lines = text.splitlines()
    done = []
    try:
        for each in taken(text, folder):
            done.append(each)
    except TimeoutError as error:  # what went before is worth keeping
        print(error, file=sys.stderr)
    for step, seen in reversed(done):
        if not is_seen(step.shown, seen.output):
            first = step.line - 1 + len(step.command.splitlines())
            shown = without_what_differs(seen.output, folder).splitlines()
            lines[first : first + len(step.shown.splitlines())] = shown
    return "\n".join(lines) + "\n"


def main() -> None:
    """Refresh the files named on the command line."""
    for name in sys.argv[1:]:
        file = Path(name)
        with scratch_folder() as folder:
            text = refreshed(file.read_text(encoding="utf-8"), folder)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
