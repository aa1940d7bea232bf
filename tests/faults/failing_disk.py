"""A disk that fails while a test asks for it, below a process that the test starts."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_SOURCE = Path(__file__).with_suffix(".c")

FSYNC, FSYNC_ONCE, READ_ONLY = "fsync", "fsync-once", "read-only"
"""Every fsync is an error of input and output; the next one is; no write is taken."""


@dataclass(frozen=True)
class FailingDisk:
    """What stands between a process and the disk below one folder.

    Attributes:
        folder: whose files it is about.
        library: is loaded before the C library.
        switches: the folder where a file says what fails.
    """

    folder: Path
    library: Path
    switches: Path

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a process above it."""
        return {
            "LD_PRELOAD": str(self.library),
            "FAILING_FOLDER": str(self.folder),
            "FAILING_SWITCHES": str(self.switches),
        }

    @property
    def launcher(self) -> tuple[str, ...]:
        """The words to start such a process by."""
        return ("env", *(f"{name}={value}" for name, value in self.settings.items()))

    def fail(self, how: str) -> None:
        """Fail from now on."""
        (self.switches / how).touch()

    def mend(self) -> None:
        """Be a good disk again."""
        for switch in self.switches.iterdir():
            switch.unlink()


def make_failing_disk(folder: Path, workshop: Path) -> FailingDisk:
    """A disk that does not fail yet.

    Args:
        folder: whose files it is about.
        workshop: an empty folder, which the processes can read and, for what fails once, write.
    """
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("needs a C compiler")
    library, switches = workshop / "failing_disk.so", workshop / "switches"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, _SOURCE, "-ldl"], check=True)
    switches.mkdir()
    return FailingDisk(folder, library, switches)
