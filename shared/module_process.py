"""Makes a module of ours a process of its own; gRPC does not survive a fork, so nothing is forked."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_SOURCE = Path(__file__).resolve().parents[1]


def command_of(module: str, *arguments: str) -> list[str]:
    """The command line that runs ``python -m module``.

    Args:
        module: the module's name.
        arguments: what follows it; nothing secret, since others can read it there.
    """
    # -P: a folder named `server` where somebody happens to stand is not ours.
    return [sys.executable, "-P", "-m", module, *arguments]


def environment_of(extra: Mapping[str, str]) -> dict[str, str]:
    """This process's environment, in which our modules are found wherever it stands, and ``extra``."""
    path = os.pathsep.join(filter(None, (str(_SOURCE), os.environ.get("PYTHONPATH"))))
    return {**os.environ, **extra, "PYTHONPATH": path}
