"""Runs the command lines of a chapter of the documentation, one after the other, in this process."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from tests.command_lines import ridgekey

_EXIT_CODE = re.compile(r"exit code ([0-9])")


def typed(script: str, home: Path, exchanged: Mapping[str, str]) -> None:
    """Run each line, which has to end with 0, or with the exit code that its comment names.

    Args:
        script: lines of ``ridgekey``, each with a comment or none.
        home: what ``RIDGEKEY_HOME`` would be.
        exchanged: what stands in a line, and what is to stand there instead.
    """
    for line in script.splitlines():
        command, _, comment = line.partition("  #")
        for theirs, ours in exchanged.items():
            command = command.replace(theirs, ours)
        program, *words = shlex.split(command)
        assert program == "ridgekey"
        done = ridgekey(*words, home=home)
        expected = _EXIT_CODE.search(comment)
        assert done.code == (int(expected[1]) if expected else 0), f"{line}: {done.err}"
