"""A wall clock that a test sets for the processes it starts: by libfaketime, in every library they load."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

PROGRAM = shutil.which("faketime")
REQUIRED = "REQUIRE_FAKETIME" in os.environ


@dataclass(frozen=True)
class FakedClock:
    """A wall clock, and the file that says how wrong it is; what is monotonic stays so.

    Attributes:
        file: is read whenever a process asks for the time, so that the clock can step while it runs.
    """

    file: Path

    @property
    def launcher(self) -> tuple[str, ...]:
        """The words to start a process by."""
        assert PROGRAM is not None, "REQUIRE_FAKETIME is set, and there is none"
        # The program would set one time for good; what it loads reads the file.
        command = [PROGRAM, "-m", "-f", "+0", "env"]
        settings = subprocess.run(command, capture_output=True, text=True, check=True)
        library = next(line for line in settings.stdout.splitlines() if line.startswith("LD_PRELOAD="))
        fixed = ("FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1")
        return ("env", library, f"FAKETIME_TIMESTAMP_FILE={self.file}", *fixed)

    def step(self, off: timedelta) -> None:
        """Be wrong by so much from now on."""
        written = self.file.with_suffix(".new")
        written.write_text(f"{int(off.total_seconds()):+d}\n")
        written.replace(self.file)
