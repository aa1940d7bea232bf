"""The process that decodes prints of others: little memory, little time, no file written.

Started as ``python -m shared.biometrics.decoding_worker``. Its input is for each file a length and
``lv(name, bytes)``; it answers each at once with a length and ``lv(refusal, height, width, pixels)``. A print
has no refusal, and a refusal no print; after one the process ends.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import BinaryIO

# The readers, before the room gets narrow.
from PIL import BmpImagePlugin, PngImagePlugin, TiffImagePlugin  # noqa: F401

from shared.biometrics.prints import decode_print
from shared.encoding import lv, unlv
from shared.errors import Failure

MODULE = "shared.biometrics.decoding_worker"

MEMORY_MAX_BYTES = 256 << 20
"""Beyond what the process has when it begins: the largest file, its four channels, and copies of them."""

PROCESSOR_SECONDS = 20
"""For all files of one process; ten of the largest take two."""

_LENGTH_BYTES = 4
_HELD_PAGES = Path("/proc/self/statm")


def main() -> None:
    """Answer until the input ends or a file is refused."""
    _confine()
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    refused = False
    while not refused and (question := _read(questions)) is not None:
        name, data = unlv(question, 2)
        refusal, pixels = "", b""
        height = width = 0
        try:
            print_ = decode_print(data, name.decode())
            (height, width), pixels = print_.shape, print_.pixels.tobytes()
        except Failure as failure:
            refusal, refused = failure.sentence, True
        answers.write(lv(lv(refusal, height, width, pixels)))
        answers.flush()


def _confine() -> None:
    limits = {resource.RLIMIT_CPU: PROCESSOR_SECONDS, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    if _HELD_PAGES.exists():  # Linux; elsewhere the system does not keep this limit anyway
        held = int(_HELD_PAGES.read_text().split()[0]) * resource.getpagesize()
        limits[resource.RLIMIT_AS] = held + MEMORY_MAX_BYTES
    for which, most in limits.items():
        resource.setrlimit(which, (most, most))


def _read(source: BinaryIO) -> bytes | None:
    header = source.read(_LENGTH_BYTES)
    body = source.read(int.from_bytes(header, "big"))
    return body if header else None


if __name__ == "__main__":
    main()
