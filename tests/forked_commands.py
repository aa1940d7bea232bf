"""Runs the scenarios' commands as processes forked from one that has imported all of them already.

A command that only looks something up spends nine tenths of its time on imports. Python's own fork server
spends it once for all of them; each command still is a process of its own, with its own environment,
descriptors and exit status. Servers, what is killed in the middle, and what runs under another program are
started whole.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from typer.main import get_command

import branch_client.cli.app
import lab.demo.commands
import server.cli.app
from lab.demo.commands import LONGEST_COMMAND_SECONDS, Program
from tests.commands_below import commands_below

APPS = {"ridgekey": server.cli.app, "ridgekey-branch": branch_client.cli.app}

PRELOADED = [each.module for app in APPS.values() for each in commands_below(get_command(app.build()))]
"""The modules of all commands: a program itself imports the one that is called."""

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([*PRELOADED, __name__])
# Starting one asks after all others, and two threads that ask after the same one disturb each other.
_ASKING = threading.Lock()
_whole = lab.demo.commands.execute


@contextmanager
def forked_commands() -> Iterator[None]:
    """Within the block, what ``lab.demo.commands`` runs to its end is forked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lab.demo.commands, "execute", execute)
        yield


def execute(
    program: Program, arguments: list[str], environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """As ``lab.demo.commands.execute``."""
    if program.launcher or "LD_PRELOAD" in environment:
        return _whole(program, arguments, environment)
    with TemporaryDirectory() as folder:
        streams = (f"{folder}/out", f"{folder}/err")
        code = _run(program, arguments, environment, streams)
        out, err = (Path(stream).read_text("utf-8") for stream in streams)
    return subprocess.CompletedProcess(program.words(*arguments), code, out, err)


def _run(
    program: Program, arguments: list[str], environment: dict[str, str], streams: tuple[str, str]
) -> int:
    code = run_forked(_become, program.name, arguments, environment, os.getcwd(), streams)
    if code is None:
        raise subprocess.TimeoutExpired(program.words(*arguments), LONGEST_COMMAND_SECONDS)
    return code


def run_forked(function: Callable[..., object], *arguments: object) -> int | None:
    """How a process ended that called a function; ``None`` when it took too long and was killed.

    Forked from the fork server, which has no threads: a fork of the tests' own process has locks of gRPC in
    it that no thread lets go of.
    """
    process = _CONTEXT.Process(target=function, args=arguments)
    with _ASKING:
        process.start()
    in_time = multiprocessing.connection.wait([process.sentinel], LONGEST_COMMAND_SECONDS)
    with _ASKING:
        if not in_time:
            process.kill()
        process.join()
    return process.exitcode if in_time else None


def _become(
    name: str, arguments: list[str], environment: dict[str, str], directory: str, streams: tuple[str, str]
) -> None:
    """Be the program from here on."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(directory)
    for descriptor, path in enumerate((os.devnull, *streams)):
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = (
        open(descriptor, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
        for descriptor, mode in enumerate("rww")
    )
    sys.argv = [name, *arguments]
    sys.exit(APPS[name].main())
