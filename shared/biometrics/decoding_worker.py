"""The process that decodes prints of others (:mod:`shared.confined_process`).

Started as ``python -m shared.biometrics.decoding_worker``. A question is ``lv(name, bytes)``, its answer
``lv(refusal, height, width, pixels)``: a print has no refusal, and a refusal no print.
"""

from __future__ import annotations

# The readers, before the room gets narrow.
from PIL import BmpImagePlugin, PngImagePlugin, TiffImagePlugin  # noqa: F401

from shared.biometrics.prints import decode_print
from shared.confined_process import confine, serve
from shared.encoding import lv, unlv
from shared.errors import Failure

MODULE = "shared.biometrics.decoding_worker"

MEMORY_MAX_BYTES = 256 << 20
"""Beyond what the process has when it begins: the largest file, its four channels, and copies of them."""

PROCESSOR_SECONDS = 20
"""For all files of one process; ten of the largest take two."""


def main() -> None:
    """Answer until the input ends."""
    confine(MEMORY_MAX_BYTES, PROCESSOR_SECONDS)
    serve(_decode)


def _decode(question: bytes) -> bytes:
    name, data = unlv(question, 2)
    try:
        print_ = decode_print(data, name.decode())
    except Failure as failure:
        return lv(failure.sentence, 0, 0, b"")
    height, width = print_.shape
    return lv("", height, width, print_.pixels.tobytes())


if __name__ == "__main__":
    main()
