"""How long one candidate key takes, by backend and threads: ``python -m benchmarks.regeneration``.

Each line is its own process, since a BLAS reads its number of threads once. The time is that of one
candidate with its preprocessing, the median over several requests, after one to warm up; processor time
beside it shows how busy the machine was with other things.
"""

from __future__ import annotations

import importlib
import json
import os
import statistics
import subprocess
import sys
import time

from shared.biometrics.models import default_network
from shared.biometrics.preprocessing import preprocess
from shared.exact.network import Network
from shared.identifiers import Finger
from shared.keygen.known_answers import drawn_print
from shared.keygen.pipeline import swarm_key
from shared.keygen.request import KeyRequest

REPEATS = 9
BACKENDS = ("numpy", "torch")
THREADS = (1, 2)
THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def network_on(backend: str) -> Network:
    """The shipped network on a backend.

    Raises:
        ImportError: torch is asked for and not installed.
    """
    if backend == "numpy":
        return default_network()
    torch_backend = importlib.import_module("shared.biometrics.torch_backend")
    return default_network().with_backend(torch_backend.TorchBackend())


def measure(backend: str) -> dict[str, float]:
    """Median wall-clock and processor time of one candidate in this process, in milliseconds."""
    network, print_ = network_on(backend), drawn_print()
    wall, processor = [], []
    for n in range(REPEATS + 1):
        request = KeyRequest(17, 1, Finger.LEFT_INDEX, epoch=0, counter=n)
        started, busy = time.perf_counter(), time.process_time()
        swarm_key(request, 0, preprocess(print_, network.height, network.width), network)
        wall.append(time.perf_counter() - started)
        processor.append(time.process_time() - busy)
    return {
        "wall_ms": 1000 * statistics.median(wall[1:]),
        "processor_ms": 1000 * statistics.median(processor[1:]),
    }


def measure_in_process(backend: str, threads: int) -> dict[str, float] | None:
    """The same in a process of its own with that many threads; None where the backend is not installed."""
    environment = os.environ | dict.fromkeys(THREAD_VARIABLES, str(threads))
    command = [sys.executable, "-m", "benchmarks.regeneration", backend]
    child = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return json.loads(child.stdout) if child.returncode == 0 else None


def main() -> None:
    """Print the table, or, given a backend, this process's figures as JSON."""
    if len(sys.argv) > 1 and sys.argv[1] in BACKENDS:
        print(json.dumps(measure(sys.argv[1])))
        return
    print("key regeneration, one candidate (target: at most 250 ms on one core with NumPy alone)")
    for backend in BACKENDS:
        for threads in THREADS:
            figures = measure_in_process(backend, threads)
            label = f"  {backend:<6} {threads} thread{'s' if threads > 1 else ' '}"
            if figures is None:
                print(f"{label}  not installed")
            else:
                print(f"{label}  {figures['wall_ms']:6.0f} ms   processor {figures['processor_ms']:6.0f} ms")


if __name__ == "__main__":
    main()
