"""``ridgekey serve`` as a process of its own, for tests that end it in ways of their choice."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server_process(home: Path, **settings: object) -> Iterator[subprocess.Popen[str]]:
    """Serve a home; ready when the block begins, killed in the end if it still runs.

    Args:
        home: the head office's.
        settings: ``RIDGEKEY_…`` variables without the prefix, in lower case.
    """
    command = [sys.executable, "-m", "server.cli", "serve", "--home", str(home)]
    ours = {f"RIDGEKEY_{name.upper()}": str(value) for name, value in settings.items()}
    environment = {**os.environ, "RIDGEKEY_VERIFICATION": "off", **ours}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("serving on"):
                break
        # A full pipe would hold the server up in its log.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield process
        finally:
            process.kill()
            process.wait()
