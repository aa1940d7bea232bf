"""Starts a module of ours as a process of its own; nothing is forked, since gRPC does not survive a fork."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import server
from shared.errors import Code, Failure


async def spawn(
    module: str, *arguments: str, environment: Mapping[str, str] | None = None
) -> asyncio.subprocess.Process:
    """Start ``python -m module``, with pipes to its standard input and from its standard output.

    Args:
        module: the module's name.
        arguments: what follows it on the command line; nothing secret, since others can read it there.
        environment: variables besides those of this process.

    Raises:
        Failure: ``LOCAL_FAILURE`` when the machine starts no more processes.
    """
    source = str(Path(server.__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
    try:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # a folder named `server` where somebody happens to stand is not ours
            "-m",
            module,
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **(environment or {}), "PYTHONPATH": path},
        )
    except OSError:
        raise Failure(Code.LOCAL_FAILURE, "This machine starts no further process; free some.") from None
