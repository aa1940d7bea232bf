"""How long paper 002's methods take beside its own figures: ``python -m benchmarks.medical_images``.

Milliseconds of processor time of one encryption on one core, the network's pass among them, the best of
several; the networks and the compiled code are there before. Beside each the paper's seconds over ours, for
the sizes that it prints, and how many times as long it takes as to seal the same picture with AES-256-GCM,
measured in turn with it. Then the same by the clock, with two threads, which wants a machine with nothing
else to do.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import numpy as np
import torch

from lab.batteries.images.pictures import Picture
from lab.ciphers.image_cipher import ImageCipher
from lab.ciphers.paper_002.depthwise import PAYS_AFTER
from lab.ciphers.paper_002.methods import METHODS
from lab.ciphers.paper_002.timestamp import EXAMPLE
from lab.papers.paper_002.printed import SECONDS
from shared.crypto.randomness import SystemRandomness
from shared.crypto.secret import Secret
from shared.crypto.stream import SealingStream, Suite

SHAPES = ((256, 256), (512, 512), (512, 512, 3))
REPEATS = 7


def seconds(act: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """How long one ``act`` takes; in processor time, so that other work on the machine counts less."""
    started = clock()
    act()
    return clock() - started


def seal(picture: Picture, key: Secret) -> None:
    """Seal a picture in one piece."""
    SealingStream(Suite.AES_256_GCM, key, bytes(7), bytes(32)).seal(picture.tobytes(), True)


def measure(cipher: ImageCipher, picture: Picture, key: Secret) -> dict[str, float]:
    """One method on one picture, and AES-256-GCM in turn."""
    date = EXAMPLE.encode()
    cipher.transform(picture, date)
    taken, sealing = [], []
    for _ in range(REPEATS):
        taken.append(seconds(lambda: cipher.transform(picture, date)))
        sealing.append(seconds(lambda: seal(picture, key)))
    torch.set_num_threads(2)
    by_clock = min(
        seconds(lambda: cipher.transform(picture, date), time.perf_counter) for _ in range(REPEATS)
    )
    torch.set_num_threads(1)
    ours, theirs = min(taken), SECONDS["proposed", picture.shape[0]][0]
    return {
        "ms": round(1000 * ours, 2),
        "times as fast as printed": round(theirs / ours, 1),
        "times as long as AES-256-GCM": round(ours / min(sealing)),
        "ms by the clock, two threads": round(1000 * by_clock, 2),
        "times as fast as printed, two threads": round(theirs / by_clock, 1),
    }


def main() -> None:
    """Measure and print one JSON object."""
    torch.set_num_threads(1)
    random = np.random.Generator(np.random.PCG64(1))
    figures = {}
    small = np.arange(64, dtype=np.uint8).reshape(8, 8)
    for cipher in METHODS:
        for _ in range(PAYS_AFTER + 1):  # the next pass is compiled
            cipher.transform(small, EXAMPLE.encode())
    with Secret(SystemRandomness().token(32)) as key:
        for shape in SHAPES:
            picture = random.integers(0, 256, shape, np.uint8)
            for cipher in METHODS:
                figures[f"{cipher.name}, {' x '.join(map(str, shape))}"] = measure(cipher, picture, key)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
