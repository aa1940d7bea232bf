"""Runs one of the project's commands as a process, as a script would: JSON out, exit code back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.errors import OK

LONGEST_COMMAND_SECONDS = 120
_OURS = "RIDGEKEY_"


@dataclass(frozen=True)
class Answer:
    """What became of a command.

    Attributes:
        line: the command as one would type it.
        exit_code: its exit status.
        output: what it printed on stdout, parsed; None when it printed nothing.
        reason: the code of its failure; empty when there was none, or it was not told as JSON.
        message: what it said on stderr.
    """

    line: str
    exit_code: int
    output: Any
    reason: str
    message: str

    def must_succeed(self) -> Any:
        """The output of a command that has to work.

        Raises:
            RuntimeError: it did not.
        """
        if self.exit_code != OK:
            raise RuntimeError(f"`{self.line}` ended with {self.exit_code}: {self.message}")
        return self.output


@dataclass(frozen=True)
class Program:
    """One of the project's programs, and how it is started.

    Attributes:
        name: ``ridgekey`` or ``ridgekey-branch``.
        home: its state folder.
        launcher: words to start it by, as ``time`` or ``strace`` would be; none by default.
    """

    name: str
    home: Path
    launcher: tuple[str, ...] = ()

    def words(self, *arguments: str | Path) -> list[str]:
        """The command line of a process."""
        return [*self.launcher, str(executable(self.name)), *map(str, arguments)]

    def environment(self, **settings: str) -> dict[str, str]:
        """The environment of a process: this one's, with no setting of ours but those given."""
        ours = {f"{_OURS}{name.upper()}": value for name, value in settings.items()}
        theirs = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        # Two offices share this machine's cores: BLAS threads of one would only wait for those of the other.
        fixed = {"NO_COLOR": "1", "OPENBLAS_NUM_THREADS": "1"}
        return {**theirs, **fixed, f"{_OURS}FORMAT": "json", f"{_OURS}HOME": str(self.home), **ours}


def run(program: Program, *arguments: str | Path, **settings: str) -> Answer:
    """Run a command to its end.

    Args:
        program: which, and where its home is.
        arguments: the rest of the command line.
        settings: ``RIDGEKEY_…`` variables without the prefix, in lower case.
    """
    process = execute(program, [*map(str, arguments)], program.environment(**settings))
    reason, message = _failure(process.stderr) if process.returncode != OK else ("", process.stderr)
    line = " ".join((program.name, *map(str, arguments)))
    return Answer(line, process.returncode, _parsed(process.stdout), reason, message.strip())


def execute(
    program: Program, arguments: list[str], environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a program's process to its end, with nothing to read.

    Raises:
        subprocess.TimeoutExpired: it took longer than any command may.
    """
    return subprocess.run(
        program.words(*arguments),
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST_COMMAND_SECONDS,
        check=False,
    )


def executable(program: str) -> Path:
    """Where a command of this very environment lies."""
    return Path(sys.executable).parent / program


def _parsed(text: str) -> Any:
    return json.loads(text) if text.strip() else None


def _failure(text: str) -> tuple[str, str]:
    """Reason and message of the last line that is a failure told as JSON."""
    for line in reversed(text.splitlines()):
        if line.startswith('{"error"'):
            error = json.loads(line)["error"]
            return error["reason"], error["message"]
    return "", text
