"""The bytes of an image that is to be stored: from a file, or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from shared.errors import Code, Failure
from shared.stores.atomic import read_file

STANDARD_INPUT = "-"
"""The name that stands for standard input; a file of that name is given as ``./-``."""


def read_image(source: str, limit: int) -> bytes:
    """Read the image a person named.

    Args:
        source: a file, or ``-`` for standard input.
        limit: the most bytes it may have.

    Raises:
        Failure: as :func:`read_file`; for standard input ``INVALID_INPUT`` when it is closed or a terminal,
            ``TOO_LARGE`` beyond the limit, ``LOCAL_FAILURE`` when the system refuses.
    """
    return _read_standard_input(limit) if source == STANDARD_INPUT else read_file(Path(source), limit)


def spoken_name(source: str) -> str:
    """What a sentence calls the image's source: the file's own name, without its folders."""
    return "Standard input" if source == STANDARD_INPUT else Path(source).name


def _read_standard_input(limit: int) -> bytes:
    if sys.stdin is None:  # the shell closed it
        sentence = "Standard input is closed; pipe an image into the command or name a file."
        raise Failure(Code.INVALID_INPUT, sentence, field="file")
    if sys.stdin.isatty():
        sentence = "Standard input is a terminal; pipe an image into the command or name a file."
        raise Failure(Code.INVALID_INPUT, sentence, field="file")
    try:
        data = sys.stdin.buffer.read(limit + 1)
    except OSError as error:
        reason = error.strerror or "the system refuses"
        raise Failure(Code.LOCAL_FAILURE, f"Cannot read standard input: {reason}.") from None
    if len(data) > limit:
        sentence = f"Standard input is larger than {limit} bytes, the most for such a file."
        raise Failure(Code.TOO_LARGE, sentence)
    return data
