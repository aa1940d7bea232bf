"""Runs a script of the documentation as people would type it, with ``ridgekey`` on the path."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.command_lines import ROOT, Outcome


def typed(script: str, folder: Path, **variables: str) -> Outcome:
    """Run a script, which ends at the first command that fails.

    Args:
        script: for bash.
        folder: of this script's own.
        variables: of the environment.
    """
    commands = folder / "bin"
    commands.mkdir(parents=True, exist_ok=True)
    program = commands / "ridgekey"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m server.cli.app "$@"\n')
    program.chmod(0o700)
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RIDGEKEY_")}
    ours = {"PATH": f"{commands}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        env={**plain, **ours, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)
