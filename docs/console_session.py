"""A terminal with a shell behind it, in which the steps of a document are taken one after the other.

The shell is one for all steps, so that variables, folders and jobs stay; it has a terminal of its own, so
that the programs show tables, ask questions and hear Ctrl-C as they do with people.
"""

from __future__ import annotations

import os
import pty
import secrets
import select
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from docs.console_blocks import Step, has_begun

WIDTH = "100"
LONGEST_STEP_SECONDS = 600
_MARGIN_SECONDS = 0.3
_SILENT_SECONDS = 60
_PROGRAMS = {"ridgekey": "server", "ridgekey-branch": "branch_client", "ridgekey-lab": "lab"}
_STOPPING_SECONDS = 30

# Opening the terminal as the leader of a session makes it the one whose Ctrl-C this session hears.
_SHELL = r"""
exec <"$1" >"$1" 2>&1 9<&"$2"
set -o pipefail
trap : INT
__last=0
__again() { return "$1"; }
while IFS= read -r -d '' __typed <&9; do
    __again "$__last"
    eval "$__typed" 9<&-
    __last=$?
    printf '%s\n' "$__last" >&9
done
"""


@dataclass(frozen=True)
class Seen:
    """What became of a step.

    Attributes:
        output: all that the terminal showed, what was answered too.
        status: the exit status.
    """

    output: str
    status: int


class ConsoleSession:
    """A shell at a terminal; closed at the end of a ``with`` block, with all that runs in it.

    Args:
        folder: where it begins.
        environment: its variables besides those that fix how things are shown.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._terminal, inner = pty.openpty()
        self._line, theirs = socket.socketpair()
        fixed = {"COLUMNS": WIDTH, "LINES": "50", "TERM": "dumb", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
        # What is ignored here would be in the shell, which could not hear it for all its trap.
        ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        if ignored:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        self._shell = subprocess.Popen(
            ["bash", "--norc", "-c", _SHELL, "shell", os.ttyname(inner), str(theirs.fileno())],
            cwd=folder,
            env={**environment, **fixed},
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
        if ignored:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        # The shell opens the terminal by its name; until then somebody has to hold it open.
        self._inner = inner
        theirs.close()

    def __enter__(self) -> ConsoleSession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()
        for end in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._shell.pid, end)
                self._shell.wait(_STOPPING_SECONDS)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        os.close(self._inner)
        os.close(self._terminal)

    def take(self, step: Step) -> Seen:
        """Type a step, answer what is asked, press Ctrl-C where it is shown, and wait for the end.

        Raises:
            TimeoutError: it does not end.
        """
        self._line.sendall(step.command.encode() + b"\0")
        output, answers, interrupt = "", list(step.answers), step.before_interrupt
        began = last = time.monotonic()
        while time.monotonic() < began + LONGEST_STEP_SECONDS:
            ready, _, _ = select.select([self._terminal, self._line], [], [], _MARGIN_SECONDS)
            if self._terminal in ready:
                output += os.read(self._terminal, 65536).decode(errors="replace")
                last = time.monotonic()
            elif self._line in ready:
                return Seen(output, int(self._line.recv(16)))
            if answers and output.endswith("]: "):
                self._press(f"{answers.pop(0)}\n")
            # What shows something else is interrupted too, so that it can be said what that was.
            silent = output and time.monotonic() > last + _SILENT_SECONDS
            if interrupt is not None and (silent or has_begun(interrupt, output)):
                self._press("\x03")
                interrupt = None
        raise TimeoutError(f"line {step.line}: `{step.command}` does not end; so far:\n{output}")

    def _press(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())


def write_programs(folder: Path, python: str, source: Path) -> None:
    """Write the project's commands into a folder, to be run from these sources.

    Args:
        folder: such as ``.venv/bin`` below where a document begins.
        python: the interpreter.
        source: the folder that the packages lie in.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, package in _PROGRAMS.items():
        program = folder / name
        program.write_text(f'#!/bin/sh\nPYTHONPATH="{source}" exec "{python}" -m {package}.cli "$@"\n')
        program.chmod(0o700)


class Ports:
    """Free ports in place of those that a document names, with as many digits."""

    def __init__(self, named: list[str]) -> None:
        self._own = {address: _free_address() for address in named}

    def exchanged(self, command: str) -> str:
        """The command with this machine's ports."""
        for named, own in self._own.items():
            command = command.replace(named, own)
        return command

    def put_back(self, output: str) -> str:
        """The output with the document's."""
        for named, own in self._own.items():
            output = output.replace(own, named)
        return output


def _free_address() -> str:
    while True:
        port = 2000 + secrets.randbelow(7900)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return f"127.0.0.1:{port}"
