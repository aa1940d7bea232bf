"""Where the tests keep their homes and clusters: in memory where there is room for it.

Every commit of a head office waits for its disk, and a run makes some ten thousand. What a crash of the
machine would lose of a test nobody misses.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")  # a place that is the machine's, not a file in it
_ROOM_BYTES = 4 << 30

PYTEST_ROOT = "PYTEST_DEBUG_TEMPROOT"
"""pytest's own variable: the folder that its temporary folders lie in."""


def memory_folder() -> Path | None:
    """A folder in memory with room for a run's files, or ``None`` where the machine has none."""
    if not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < _ROOM_BYTES:
        return None
    return _MEMORY


def keep_in_memory() -> None:
    """Have pytest make its temporary folders there, unless somebody said where."""
    folder = memory_folder()
    if folder is not None:
        os.environ.setdefault(PYTEST_ROOT, str(folder))
