"""Steps of the paper's finger network on the CPU, as ratios: ``python -m benchmarks.training``.

Three ways to make a step, each in a process of its own because the first one changes how the process keeps
its memory: as ``ridgekey-lab train`` does, with freed memory handed back to the system, and with the first
convolution made by the convolution library too. Times are medians in milliseconds.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time

import torch
from torch.nn import functional

from lab.training import feature_cnn
from lab.training.finger_cnn import FINGER_CLASSES, FingerCnn
from lab.training.memory import keep_freed_memory

STEPS, WARM_UP = 9, 3
BATCH = 64
WAYS = ("as trained", "memory handed back", "memory handed back, every convolution by the library")


def measure(way: str) -> float:
    """Milliseconds of a step in this process."""
    if way == WAYS[0]:
        keep_freed_memory()
    if way == WAYS[2]:
        feature_cnn.window_products = lambda images, convolution: convolution(images)  # type: ignore[assignment]
    random = torch.Generator().manual_seed(1)
    network = FingerCnn().to(memory_format=torch.channels_last).train()
    images = torch.rand(BATCH, 1, 96, 96, generator=random).contiguous(memory_format=torch.channels_last)
    labels = torch.randint(0, FINGER_CLASSES, (BATCH,), generator=random)
    adam = torch.optim.Adam(network.parameters(), 1e-4, fused=True)
    seconds = []
    for _ in range(WARM_UP + STEPS):
        started = time.perf_counter()
        adam.zero_grad()
        (functional.cross_entropy(network(images), labels) + 1e-3 * network.kernel_penalty()).backward()
        adam.step()
        seconds.append(time.perf_counter() - started)
    return 1000 * statistics.median(seconds[WARM_UP:])


def main() -> None:
    """Measure every way and print one JSON object."""
    found = {}
    for way in WAYS:
        run = subprocess.run(
            [sys.executable, "-m", "benchmarks.training", way], capture_output=True, text=True, check=True
        )
        found[way] = float(run.stdout)
    figures = {f"{way}, ms": round(found[way]) for way in WAYS}
    figures |= {f"{way}, ratio": round(found[way] / found[WAYS[0]], 2) for way in WAYS[1:]}
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(measure(sys.argv[1]))
    else:
        main()
