"""Launches a program with randomness that a test can replay: ``python replaying.py SEED PROGRAM ARGUMENTS…``.

Only a test can do this: it changes the one port for randomness (protocol §10) before the program starts.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

    from shared.crypto.randomness import SystemRandomness
    from shared.tracing import otlp
    from tests.replay_randomness import ReplayRandomness

    replay = ReplayRandomness(sys.argv[1])
    SystemRandomness.token = lambda _, length: replay.token(length)  # type: ignore[method-assign]
    otlp._SECONDS = 60.0  # what the programs trace is looked at, and a busy machine would lose some of it
    sys.argv = sys.argv[2:]
    runpy.run_path(sys.argv[0], run_name="__main__")
