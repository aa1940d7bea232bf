"""``ridgekey serve`` as a process of its own, for tests that end it in ways of their choice."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server_process(
    home: Path, *, launcher: Sequence[str] = (), said: list[str] | None = None, **settings: object
) -> Iterator[subprocess.Popen[str]]:
    """Serve a home; ready when the block begins, killed in the end if it still runs.

    Args:
        home: the head office's.
        launcher: words to start the process by; none by default.
        said: takes the lines of its log; whole once the block has ended.
        settings: ``RIDGEKEY_…`` variables without the prefix, in lower case.
    """
    command = [*launcher, sys.executable, "-m", "server.cli", "serve", "--home", str(home)]
    ours = {f"RIDGEKEY_{name.upper()}": str(value) for name, value in settings.items()}
    environment = {**os.environ, "RIDGEKEY_VERIFICATION": "off", **ours}
    lines = [] if said is None else said
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        for line in process.stderr:
            lines.append(line)
            if line.startswith("serving on"):
                break
        # A full pipe would hold the server up in its log.
        reading = threading.Thread(target=lines.extend, args=(process.stderr,), daemon=True)
        reading.start()
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            reading.join(10)
