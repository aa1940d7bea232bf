"""Writes what `--help` says into the marked blocks of a Markdown file; a test compares the two.

A block stands between ``<!-- help: ridgekey user -->`` and ``<!-- end of help -->``; what is between is
replaced by what that command answers to ``--help``.

    python docs/help_blocks.py README.md
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PROGRAMS = ("ridgekey", "ridgekey-branch", "ridgekey-lab")
_WIDTH = "96"
_BLOCK = re.compile(r"(<!-- help: (?P<command>[a-z -]+) -->\n).*?(<!-- end of help -->)", re.DOTALL)


def with_fresh_help(text: str) -> str:
    """The text with every block's help as the commands of this environment give it now."""
    return _BLOCK.sub(lambda block: f"{block[1]}```text\n{help_of(block['command'])}\n```\n{block[3]}", text)


def help_of(command: str) -> str:
    """What a command such as ``ridgekey user`` answers to ``--help``, in a fixed width and without colour.

    Raises:
        ValueError: it is none of the project's commands.
    """
    program, *words = command.split()
    if program not in PROGRAMS:
        raise ValueError(f"{program} is none of {', '.join(PROGRAMS)}")
    executable = Path(sys.executable).parent / program
    ours = {"COLUMNS": _WIDTH, "TERMINAL_WIDTH": _WIDTH, "NO_COLOR": "1", "TERM": "dumb", "HOME": "/home/you"}
    theirs = {name: value for name, value in os.environ.items() if not name.startswith("RIDGEKEY_")}
    run = subprocess.run(
        [str(executable), *words, "--help"],
        env={**theirs, **ours},
        check=True,
        capture_output=True,
        text=True,
    )
    return "\n".join(line.rstrip() for line in run.stdout.strip().splitlines())


def main() -> None:
    """Rewrite the files named on the command line."""
    for name in sys.argv[1:]:
        file = Path(name)
        file.write_text(with_fresh_help(file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
