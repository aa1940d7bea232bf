"""Starts a module of ours as a process that the event loop talks to."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from shared.errors import Code, Failure
from shared.module_process import command_of, environment_of


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
    try:
        return await asyncio.create_subprocess_exec(
            *command_of(module, *arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=environment_of(environment or {}),
        )
    except OSError:
        raise Failure(Code.LOCAL_FAILURE, "This machine starts no further process; free some.") from None
