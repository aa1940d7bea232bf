"""How fast the chaotic streams are made: ``python -m benchmarks.chaos``.

Megabytes (10^6) a second of processor time, so that other work on the machine counts less, the best of
several runs; beside each the share of AES-256-GCM, which is measured in turn with it and not once for all.
Plain is what there is without the extra ``fast``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from shared.chaos import chen, logistic, lorenz
from shared.chaos.keystream import PLAIN_MAX_BYTES
from shared.crypto.randomness import SystemRandomness
from shared.crypto.secret import Secret
from shared.crypto.stream import SealingStream, Suite

COMPILED_BYTES = 16 << 20
AES_BYTES = 64 << 20
CHUNK = 512 * 1024
REPEATS = 5
MEGABYTE = 1e6
Stream = Callable[[int], bytes]

STREAMS: dict[str, Stream] = {
    "logistic": lambda length: logistic.stream(length, logistic.Parameters(3.99)),
    "lorenz": lambda length: lorenz.stream(length, lorenz.Parameters()),
    "chen": chen.stream,
}


def speed(act: Callable[[], object], size: int) -> float:
    """Megabytes a second of processor time of one ``act``."""
    started = time.process_time()
    act()
    return size / MEGABYTE / (time.process_time() - started)


def seal_all(key: Secret, chunk: bytes) -> None:
    """Seal as many chunks as are measured."""
    stream = SealingStream(Suite.AES_256_GCM, key, bytes(7), bytes(32))
    count = AES_BYTES // CHUNK
    for index in range(count):
        stream.seal(chunk, index == count - 1)


def measure(stream: Stream, length: int, key: Secret, chunk: bytes) -> dict[str, float]:
    """One stream and AES-256-GCM in turn, each at its best."""
    streams, seals = [], []
    for _ in range(REPEATS):
        streams.append(speed(lambda: stream(length), length))
        seals.append(speed(lambda: seal_all(key, chunk), AES_BYTES))
    best, sealing = max(streams), max(seals)
    return {
        "MB/s": round(best, 1),
        "AES-256-GCM MB/s": round(sealing),
        "of AES-256-GCM": round(best / sealing, 4),
    }


def main() -> None:
    """Measure and print one JSON object."""
    chunk, compiled = SystemRandomness().token(CHUNK), chen.KEYSTREAM.runs_compiled()
    figures = {}
    with Secret(SystemRandomness().token(32)) as key:
        for name, stream in STREAMS.items():
            if compiled:
                stream(PLAIN_MAX_BYTES + 1)  # compiles
                figures[name] = measure(stream, COMPILED_BYTES, key, chunk)
            figures[f"{name}, plain"] = measure(stream, PLAIN_MAX_BYTES, key, chunk)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
