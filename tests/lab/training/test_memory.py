"""Keeping freed memory: only where the C library can."""

from __future__ import annotations

import subprocess
import sys

import pytest

from lab.training import memory


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mallopt is glibc's")
def test_freed_memory_stays_with_the_process() -> None:
    # In a process of its own, since it holds for the whole process.
    script = """
import torch
from pathlib import Path
from lab.training.memory import keep_freed_memory
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
assert keep_freed_memory()
before = resident()
big = torch.ones(32 << 20)
del big
print(resident() - before)
"""
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120
    )
    assert int(run.stdout) > 100 << 20


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.sys, "platform", "darwin")
    assert not memory.keep_freed_memory()
