"""Prints from files of others, decoded in a process that has little room and time and writes no file.

Image readers are the largest piece of code here that strangers' bytes reach. A file that runs one of them out
of memory or time, or crashes it, ends :mod:`shared.biometrics.decoding_worker` and is refused.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from shared.biometrics.decoding_worker import MEMORY_MAX_BYTES, MODULE, PROCESSOR_SECONDS
from shared.biometrics.prints import Print, read_print_file
from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure
from shared.module_process import command_of, environment_of

_WAIT_SECONDS = 120.0
"""On a busy machine a second of processor time can take several."""

_SETTINGS = "RIDGEKEY_"
_LENGTH_BYTES = 4
_SINGLE_THREADED = {"OPENBLAS_NUM_THREADS": "1"}
"""Or the arithmetic library reserves the room of a thread for every processor."""


def load_prints(paths: Sequence[Path]) -> list[Print]:
    """Read prints from PNG, BMP or TIFF files that nobody vouches for.

    Args:
        paths: the files; all are decoded by one process.

    Returns:
        Their prints, in the same order.

    Raises:
        Failure: ``INVALID_INPUT`` for the first file that cannot be read, is no acceptable print (see
            :func:`shared.biometrics.prints.decode_print`) or takes more memory or time than a print may;
            ``LOCAL_FAILURE`` when the machine starts no further process.
    """
    questions = [lv(path.name, read_print_file(path)) for path in paths]
    answers = list(_frames(_ask(b"".join(map(lv, questions)))))
    prints = [_print_of(answer) for answer in answers]
    if len(prints) < len(paths):
        limits = f"{MEMORY_MAX_BYTES >> 20} MiB and {PROCESSOR_SECONDS} seconds"
        sentence = f"{paths[len(prints)].name} cannot be decoded within {limits}; save it again as PNG."
        raise Failure(Code.INVALID_INPUT, sentence, field="print")
    return prints


def _ask(questions: bytes) -> bytes:
    """What the process answered before it ended, however it ended."""
    try:
        done = subprocess.run(
            command_of(MODULE),
            input=questions,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a reader's own words about a stranger's file
            env=_environment(),
            timeout=_WAIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        return expired.stdout or b""
    except OSError:
        raise Failure(Code.LOCAL_FAILURE, "This machine starts no further process; free some.") from None
    return done.stdout


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


def _print_of(answer: bytes) -> Print:
    refusal, height, width, pixels = unlv(answer, 4)
    if refusal:
        raise Failure(Code.INVALID_INPUT, refusal.decode(), field="print")
    shape = integer(height), integer(width)
    return Print(np.frombuffer(pixels, np.uint8).reshape(shape))
