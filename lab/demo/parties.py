"""The head office and the branches of the demo: a home each, commands on it, and the server as a process."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.demo.commands import Answer, Program, run
from shared.errors import AGAIN

STARTING_SECONDS = 60
STOPPING_SECONDS = 30
_LOOK_AGAIN_SECONDS = 0.1


@dataclass(frozen=True)
class HeadOffice:
    """A head office: its home, where it listens on loopback, and how its program is launched."""

    home: Path
    address: str
    launcher: tuple[str, ...] = ()

    @property
    def program(self) -> Program:
        """``ridgekey`` on this home."""
        return Program("ridgekey", self.home, self.launcher)

    def run(self, *arguments: str | Path, **settings: str) -> Answer:
        """Run ``ridgekey …`` on this home."""
        return run(self.program, *arguments, **settings)

    def ask(self, *arguments: str | Path) -> Any:
        """Run ``ridgekey …``, which has to succeed, and return what it printed."""
        return self.run(*arguments).must_succeed()

    def found(self, verification: str | None = None, options: Sequence[str] = ()) -> None:
        """Make the home.

        Args:
            verification: how branches check live scans, if not as by default.
            options: further options of ``ridgekey init``.
        """
        self.ask("init", "--listen", self.address, *options)
        if verification is not None:
            self.ask("config", "verification", verification)

    @contextlib.contextmanager
    def serving(self, log: Path, *options: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
        """The server as a process of its own while the block runs.

        Args:
            log: where its log goes.
            options: options of ``ridgekey serve``.
            settings: ``RIDGEKEY_…`` variables without the prefix, in lower case.
        """
        with log.open("wb") as stream:
            process = subprocess.Popen(
                self.program.words("serve", *options),
                env=self.program.environment(**settings),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
            )
        try:
            self._wait_until_serving(process, log)
            yield process
        finally:
            stop(process)

    def _wait_until_serving(self, process: subprocess.Popen[bytes], log: Path) -> None:
        deadline = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            if "serving on" in log.read_text(errors="replace"):
                return
            time.sleep(_LOOK_AGAIN_SECONDS)
        raise RuntimeError(f"the head office did not start; its log ends {log.read_text()[-500:]!r}")


@dataclass(frozen=True)
class BranchOffice:
    """A branch: its name, its home, and how its program is launched."""

    name: str
    home: Path
    launcher: tuple[str, ...] = ()

    def run(self, *arguments: str | Path, **settings: str) -> Answer:
        """Run ``ridgekey-branch …`` on this home."""
        return run(Program("ridgekey-branch", self.home, self.launcher), *arguments, **settings)

    def ask(self, *arguments: str | Path, **settings: str) -> Any:
        """Run ``ridgekey-branch …``, which has to succeed, and return what it printed."""
        return self.run(*arguments, **settings).must_succeed()

    def join(self, head_office: HeadOffice, carried: Path) -> None:
        """Ask to join, be approved, accept: files by way of ``carried``, fingerprints as if by telephone."""
        request, admission = carried / f"{self.name}.request", carried / f"{self.name}.admission"
        asked = self.ask("init", "--name", self.name, "--request", request)
        fingerprint = asked["fingerprint"]
        approval = ("branch", "approve", request, "--fingerprint", fingerprint, "-o", admission)
        approved = head_office.ask(*approval)
        self.ask("accept", admission, "--fingerprint", approved["authority_fingerprint"])

    def receive(self, head_office: HeadOffice, user: int, carried: Path) -> None:
        """Be granted a user: the sealed enrolment package goes by way of ``carried``."""
        package = carried / f"{user}-{self.name}.enrolment"
        head_office.ask("user", "grant", str(user), self.name, "-o", package)
        self.ask("import", package)


def stop(process: subprocess.Popen[bytes]) -> int:
    """Ask a process to end, wait, and return its exit status; one that does not end is killed."""
    process.terminate()
    try:
        return process.wait(STOPPING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return AGAIN


def free_address() -> str:
    """An address on loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"
