"""Importing any module does nothing: it writes no file, opens no socket, starts no process and no thread."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("shared", "server", "branch_client", "lab")
FOR_TORCH = ("lab.training", "lab.export", "shared.biometrics.torch_backend")
FOR_PICTURES = ("lab.evaluation.figures", "lab.evaluation.report_files", "lab.report")
"""matplotlib makes its own folder when it is imported: only `evaluate` and `report` do that, as they run."""

WATCHER = """
import contextlib, importlib, os, sys, threading

REFUSED = {"socket.connect", "socket.bind", "subprocess.Popen", "os.mkdir", "os.remove", "os.rename"}
WRITING = os.O_WRONLY | os.O_RDWR

def watch(event, arguments):
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
    if current and (writes or event in REFUSED):
        print("importing", current, "does", event, str(arguments)[:200])

current = ""
sys.dont_write_bytecode = True
sys.addaudithook(watch)
THEIRS = "numpy grpc cryptography typer rich sqlalchemy alembic PIL.Image pydicom"
for theirs in THEIRS.split():
    importlib.import_module(theirs)
# It binds a socket to find out about IPv6, and TensorBoard imports it where S3's client is installed.
with contextlib.suppress(ModuleNotFoundError):
    importlib.import_module("urllib3")
threads = threading.active_count()
for current in sys.argv[1:]:
    importlib.import_module(current)
    if threading.active_count() > threads:
        print("importing", current, "starts a thread")
        threads = threading.active_count()
"""


def modules() -> list[str]:
    """Every module of the core: those for torch or pictures are left to the tests that need them."""
    found = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    names = (path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in found)
    extras = (*FOR_TORCH, *FOR_PICTURES)
    return [name.removesuffix(".__init__") for name in names if not name.startswith(extras)]


def imported_by_watcher(*names: str) -> subprocess.CompletedProcess[str]:
    """Import modules one after the other in a fresh interpreter that reports what each of them does."""
    command = [sys.executable, "-c", WATCHER, *names]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_importing_does_nothing() -> None:
    run = imported_by_watcher(*modules())
    assert (run.stdout, run.returncode) == ("", 0), run.stderr


def test_the_watcher_sees_what_an_import_does(tmp_path: Path) -> None:
    (tmp_path / "noisy.py").write_text("open('written', 'w').close()\n")
    command = [sys.executable, "-c", WATCHER, "noisy"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "importing noisy does open" in run.stdout
