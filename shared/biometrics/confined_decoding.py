"""Prints from files of others, decoded in a process that has little room and time and writes no file.

Image readers are the largest piece of code here that strangers' bytes reach. A file that runs one of them out
of memory or time, or crashes it, ends :mod:`shared.biometrics.decoding_worker` and is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from shared.biometrics.decoding_worker import MEMORY_MAX_BYTES, MODULE, PROCESSOR_SECONDS
from shared.biometrics.prints import Print, read_print_file
from shared.confined_process import ask
from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure

_WAIT_SECONDS = 120.0


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
    prints = [_print_of(answer) for answer in ask(MODULE, questions, wait_seconds=_WAIT_SECONDS)]
    if len(prints) < len(paths):
        limits = f"{MEMORY_MAX_BYTES >> 20} MiB and {PROCESSOR_SECONDS} seconds"
        sentence = f"{paths[len(prints)].name} cannot be decoded within {limits}; save it again as PNG."
        raise Failure(Code.INVALID_INPUT, sentence, field="print")
    return prints


def _print_of(answer: bytes) -> Print:
    refusal, height, width, pixels = unlv(answer, 4)
    if refusal:
        raise Failure(Code.INVALID_INPUT, refusal.decode(), field="print")
    shape = integer(height), integer(width)
    return Print(np.frombuffer(pixels, np.uint8).reshape(shape))
