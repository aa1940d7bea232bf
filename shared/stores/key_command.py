"""Runs the program that gives the master key, such as the wrapper of a KMS or an HSM.

No shell reads the command. Its standard output is the key: bounded, kept in memory alone, never shown. Its
standard error is shown when it fails, since it says why; a wrapper must not write a key there.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence

from shared.errors import Code, Failure

MAX_OUTPUT_BYTES = 1024
"""A key in hexadecimal has 64 characters; more than this is something else."""

MAX_SAID_BYTES = 4096
_SHOWN_CHARACTERS = 300
_CHUNK_BYTES = 65_536


def key_from_command(command: Sequence[str], timeout_seconds: float) -> bytearray:
    """What a program writes to its standard output; the caller wipes it.

    Args:
        command: the program and its arguments.
        timeout_seconds: how long it may take.

    Raises:
        Failure: ``HOME_INVALID`` when it cannot be started, takes too long, says too much or exits otherwise
            than with 0; the sentence has what it said on standard error, never what it wrote.
    """
    name = command[0]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # so that what it starts ends with it
        )
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "the arguments are not valid"
        raise _refusal(name, f"cannot be started: {reason}") from None
    output, said = bytearray(), bytearray()
    try:
        problem = _read(process, output, said, time.monotonic() + timeout_seconds)
        if problem is None and process.returncode != 0:
            problem = _ended(process.returncode)
        if problem is None:
            return output
        if problem == _LATE:
            problem = f"took longer than {timeout_seconds:g} seconds and was stopped"
    except BaseException:
        _wipe(output)
        raise
    finally:
        _end(process)
    _wipe(output)
    raise _refusal(name, problem, _words(said))


_LATE = "late"


def _read(
    process: subprocess.Popen[bytes], output: bytearray, said: bytearray, deadline: float
) -> str | None:
    """Take what the program writes until it ends; what went wrong, if anything did."""
    with selectors.DefaultSelector() as ready:
        for stream, taken, most in ((process.stdout, output, None), (process.stderr, said, MAX_SAID_BYTES)):
            ready.register(stream, selectors.EVENT_READ, (taken, most))  # type: ignore[arg-type]
        while ready.get_map():
            events = ready.select(max(0.0, deadline - time.monotonic()))
            if not events:
                return _LATE
            for key, _ in events:
                taken, most = key.data
                data = os.read(key.fd, _CHUNK_BYTES)
                if not data:
                    ready.unregister(key.fileobj)
                taken += data if most is None else data[: most - len(taken)]
            if len(output) > MAX_OUTPUT_BYTES:
                return f"wrote more than {MAX_OUTPUT_BYTES} bytes, which is no key"
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return _LATE
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()


def _ended(code: int) -> str:
    return f"was ended by signal {-code}" if code < 0 else f"failed with exit code {code}"


def _words(said: bytearray) -> str:
    """What the program said, on one line that no terminal takes for a command."""
    text = " ".join(said.decode("utf-8", "replace").split())
    return "".join(each for each in text if each.isprintable())[:_SHOWN_CHARACTERS]


def _wipe(data: bytearray) -> None:
    data[:] = bytes(len(data))


def _refusal(name: str, what: str, said: str = "") -> Failure:
    words = f' It said: "{said}"' if said else ""
    sentence = f"The program of master_key_command, {name}, {what}; run it by hand to see why.{words}"
    return Failure(Code.HOME_INVALID, sentence)
