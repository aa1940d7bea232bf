"""How fast images are sealed and opened: ``python -m benchmarks.stream``.

One core, no network and no disk: chunks as they go over the wire, by suite and chunk size, and whole files as
they are stored. Figures are mebibytes a second, the best of several runs.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterator

from shared.crypto.data_key import OBJECT_ID_BYTES
from shared.crypto.randomness import SystemRandomness
from shared.crypto.sealed_object import open_object, seal_object
from shared.crypto.secret import Secret
from shared.crypto.stream import OpeningStream, SealingStream, Suite
from shared.protocol.chunks import cut

MEBIBYTE = 1024 * 1024
IMAGE_BYTES = 32 * MEBIBYTE
CHUNK_SIZES = (64 * 1024, 512 * 1024, 2 * MEBIBYTE)
REPEATS = 5
PREFIX, BINDING = bytes(7), bytes(32)
SealedChunk = tuple[int, bool, bytes]
"""Index, whether it is the last, ciphertext and tag."""


def speed(act: Callable[[], object]) -> float:
    """Mebibytes a second of ``act`` on one image."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return round(IMAGE_BYTES / MEBIBYTE / min(times))


def seal_chunks(image: bytes, suite: str, key: Secret, chunk_size: int) -> Iterator[SealedChunk]:
    """The image as a stream's chunks, one at a time."""
    stream = SealingStream(suite, key, PREFIX, BINDING)
    for index, (piece, last) in enumerate(cut(image, chunk_size)):
        yield index, last, stream.seal(piece, last)


def open_chunks(chunks: list[SealedChunk], suite: str, key: Secret) -> None:
    """Open a stream's chunks and let them go."""
    stream = OpeningStream(suite, key, PREFIX, BINDING)
    for index, last, sealed in chunks:
        stream.open(index, last, sealed)
    stream.finish()


def stream_speeds(image: bytes, suite: str, chunk_size: int) -> dict[str, float]:
    """Sealing and opening of one suite at one chunk size."""
    with Secret(SystemRandomness().token(32)) as key:
        chunks = list(seal_chunks(image, suite, key, chunk_size))
        return {
            # A deque of no length takes chunk after chunk and keeps none, as a server does.
            "seal": speed(lambda: deque(seal_chunks(image, suite, key, chunk_size), maxlen=0)),
            "open": speed(lambda: open_chunks(chunks, suite, key)),
        }


def file_speeds(image: bytes) -> dict[str, float]:
    """Sealing and opening of a stored object; its data key is a few bytes beside it."""
    randomness = SystemRandomness()
    object_id = randomness.token(OBJECT_ID_BYTES)
    with Secret(randomness.token(32)) as data_key:
        blob = seal_object(image, data_key, object_id)
        return {
            "seal": speed(lambda: seal_object(image, data_key, object_id)),
            "open": speed(lambda: open_object(blob, data_key)),
        }


def main() -> None:
    """Measure and print one JSON object."""
    image = SystemRandomness().token(IMAGE_BYTES)
    figures = {
        f"{suite}, chunks of {chunk_size // 1024} KiB": stream_speeds(image, suite, chunk_size)
        for suite in Suite
        for chunk_size in CHUNK_SIZES
    }
    print(json.dumps({**figures, "stored file": file_speeds(image)}, indent=2))


if __name__ == "__main__":
    main()
