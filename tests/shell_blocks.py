"""Types a block of the documentation into a shell; each line has to end as its comment says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.command_lines import ROOT, Outcome

MODULES = {"ridgekey": "server.cli", "ridgekey-branch": "branch_client.cli"}
LONGEST_SECONDS = 400

_EXIT_CODE = re.compile(r"\s#.*exit code ([0-9])")


@dataclass(frozen=True)
class Shell:
    """A machine as a block of the documentation expects it.

    Attributes:
        folder: where the programs are laid.
        homes: the home of a program, where a line names none.
        variables: what the reader has set.
        programs: what stands for a program of the system: its name, and a script.
    """

    folder: Path
    homes: Mapping[str, Path] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    programs: Mapping[str, str] = field(default_factory=dict)

    @property
    def bin(self) -> Path:
        """The folder of the programs, before all others on the path."""
        return self.folder / "bin"

    def type(self, script: str, exchanged: Mapping[str, str], cwd: Path = ROOT) -> Outcome:
        """Type a block; each line ends with 0, or with the exit code that its comment names.

        Args:
            script: the block.
            exchanged: what stands in it and is another machine's, and what is to stand there.
            cwd: where it is typed.
        """
        for theirs, ours in exchanged.items():
            script = script.replace(theirs, ours)
        self._lay_programs()
        plain = {name: value for name, value in os.environ.items() if not name.startswith("RIDGEKEY_")}
        path = f"{self.bin}:{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-uo", "pipefail", "-c", watched(script)],
            cwd=cwd,
            env={**plain, "PATH": path, "PYTHONPATH": str(ROOT), **self.variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    def _lay_programs(self) -> None:
        self.bin.mkdir(parents=True, exist_ok=True)
        scripts = dict(self.programs)
        for name, module in MODULES.items():
            scripts[name] = f'exec "{sys.executable}" -m {module} "$@"'
            if name in self.homes:
                own = f'export RIDGEKEY_HOME="${{RIDGEKEY_HOME-{self.homes[name]}}}"'
                scripts[name] = f"{own}\n{scripts[name]}"
        for name, text in scripts.items():
            (self.bin / name).write_text(f"#!/bin/sh\n{text}\n")
            (self.bin / name).chmod(0o755)


def watched(script: str) -> str:
    """The same block, ended by the first line whose exit code is another than its comment says."""
    lines = []
    for number, line in enumerate(script.replace("\\\n", " ").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        told = _EXIT_CODE.search(line)
        expected = told[1] if told else "0"
        ends = f'{{ echo "line {number} ended with $ended, not {expected}" >&2; exit 99; }}'
        lines += [line, f'ended=$?; [ "$ended" = {expected} ] || {ends}']
    return "\n".join(lines)
