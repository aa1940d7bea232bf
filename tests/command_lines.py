"""Runs the commands within the test's process, exactly as their scripts would."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import branch_client.cli.app
import server.cli.app

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What it wrote to stdout, read as JSON."""
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one sentence on stderr."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


def ridgekey(*arguments: str | Path, home: Path | None = None) -> Outcome:
    """Run ``ridgekey``."""
    return _run(server.cli.app.main, arguments, home)


def ridgekey_branch(*arguments: str | Path, home: Path | None = None) -> Outcome:
    """Run ``ridgekey-branch``."""
    return _run(branch_client.cli.app.main, arguments, home)


def as_process(module: str, *arguments: str | Path, **environment: str) -> Outcome:
    """Run a program as a process of its own, without a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def _run(main: Callable[[Sequence[str]], int], arguments: Sequence[str | Path], home: Path | None) -> Outcome:
    given = [str(argument) for argument in arguments]
    if home is not None:
        given += ["--home", str(home)]
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(given)
    return Outcome(code, out.getvalue(), err.getvalue())
