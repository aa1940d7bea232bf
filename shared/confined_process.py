"""A process that reads files of strangers: little memory, little time, no file written, nothing secret near.

One end asks (:func:`ask`), the module that runs as the process serves (:func:`confine`, :func:`serve`). What
goes between them is for each question and answer a length and its bytes. Whatever breaks the process ends it
and nothing else.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from shared.encoding import lv
from shared.errors import Code, Failure
from shared.module_process import command_of, environment_of

_SETTINGS = "RIDGEKEY_"
_LENGTH_BYTES = 4
_SINGLE_THREADED = {"OPENBLAS_NUM_THREADS": "1"}
"""Or the arithmetic library reserves the room of a thread for every processor."""

_HELD_PAGES = Path("/proc/self/statm")


def ask(module: str, questions: Sequence[bytes], *arguments: str, wait_seconds: float) -> list[bytes]:
    """Have a module answer questions in a process of its own.

    Args:
        module: the module's name; it calls :func:`confine` and :func:`serve`.
        questions: what is asked, in order.
        arguments: of its command line; nothing secret.
        wait_seconds: how long to wait; on a busy machine a second of processor time can take several.

    Returns:
        The answers that it gave before it ended, however it ended: all, or those to the first questions.

    Raises:
        Failure: ``LOCAL_FAILURE`` when the machine starts no further process.
    """
    try:
        done = subprocess.run(
            command_of(module, *arguments),
            input=b"".join(map(lv, questions)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a reader's own words about a stranger's file
            env=_environment(),
            timeout=wait_seconds,
            check=False,
        )
        answered = done.stdout
    except subprocess.TimeoutExpired as expired:
        answered = expired.stdout or b""
    except OSError:
        raise Failure(Code.LOCAL_FAILURE, "This machine starts no further process; free some.") from None
    return list(_frames(answered))


def confine(memory_bytes: int, processor_seconds: int) -> None:
    """Limit this process for ever.

    Args:
        memory_bytes: beyond what it has now, so that everything it needs is imported before.
        processor_seconds: in all.
    """
    limits = {resource.RLIMIT_CPU: processor_seconds, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    if _HELD_PAGES.exists():  # Linux; elsewhere the system does not keep this limit anyway
        held = int(_HELD_PAGES.read_text().split()[0]) * resource.getpagesize()
        limits[resource.RLIMIT_AS] = held + memory_bytes
    for which, most in limits.items():
        resource.setrlimit(which, (most, most))


def serve(answer: Callable[[bytes], bytes]) -> None:
    """Answer each question on standard input at once, until there is none."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while (question := _read(questions)) is not None:
        answers.write(lv(answer(question)))
        answers.flush()


def _environment() -> dict[str, str]:
    """Ours without the settings, since a database's URL may be among them."""
    ours = environment_of(_SINGLE_THREADED)
    return {name: value for name, value in ours.items() if not name.startswith(_SETTINGS)}


def _frames(data: bytes) -> Iterator[bytes]:
    """The whole frames in the data; one that was cut short ends them."""
    position = 0
    while position + _LENGTH_BYTES <= len(data):
        end = position + _LENGTH_BYTES + int.from_bytes(data[position : position + _LENGTH_BYTES], "big")
        if end > len(data):
            return
        yield data[position + _LENGTH_BYTES : end]
        position = end


def _read(source: BinaryIO) -> bytes | None:
    header = source.read(_LENGTH_BYTES)
    body = source.read(int.from_bytes(header, "big"))
    return body if header else None
