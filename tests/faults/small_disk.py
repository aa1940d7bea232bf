"""A file system of its own that a test fills, empties and makes read-only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

MEBIBYTES = 4


class SmallDisk:
    """A mounted file system."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self) -> None:
        """Leave not a byte."""
        with self._filler.open("wb", buffering=0) as filler, suppress(OSError):
            while True:
                filler.write(bytes(4096))
        assert os.statvfs(self.folder).f_bavail == 0

    def empty(self) -> None:
        """Take that away again."""
        self._filler.unlink()

    def set_read_only(self, *, read_only: bool) -> None:
        """Mount it anew; nobody may have a file of it open for writing."""
        how = f"remount,{'ro' if read_only else 'rw'}"
        subprocess.run(["mount", "-o", how, str(self.folder)], check=True)


@contextmanager
def mounted(folder: Path) -> Iterator[SmallDisk]:
    """A small file system in memory for the length of the block; only root may mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEBIBYTES}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount a small file system")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
