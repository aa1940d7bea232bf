"""How the programs start: without what their command line does not need, and at once ended when told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer.main import get_command

import branch_client.cli.app
import lab.cli.app
import server.cli.app
from tests.commands_below import commands_below
from tests.forked_commands import PRELOADED

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"ridgekey": "server.cli", "ridgekey-branch": "branch_client.cli", "ridgekey-lab": "lab.cli"}

HEAVY = {
    "alembic",
    "cryptography",
    "fsspec",
    "grpc",
    "matplotlib",
    "numba",
    "numpy",
    "pydantic_settings",
    "scipy",
    "sqlalchemy",
    "starlette",
    "torch",
}
LISTING = HEAVY - {"cryptography", "fsspec", "numpy", "pydantic_settings", "sqlalchemy"}
"""What a command that only reads the database has no use for."""

CASES: dict[str, tuple[list[str], set[str]]] = {
    "the release": (["--version"], HEAVY | {"pydantic", "rich"}),
    "the help of a program": (["--help"], HEAVY),
    "a command that is none": (["lits"], HEAVY),
}
OF_RIDGEKEY: dict[str, tuple[list[str], set[str]]] = {
    "the help of a group": (["user", "--help"], HEAVY),
    "a command of a group that is none": (["user", "lits"], HEAVY),
    "a list": (["user", "list", "--home", "/dev/null"], LISTING),
}

APPS = {"ridgekey": server.cli.app, "ridgekey-branch": branch_client.cli.app, "ridgekey-lab": lab.cli.app}

# Names what the program has imported when it ends, however that is.
TELLING = """
import atexit, sys
atexit.register(lambda: print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.__stderr__))
"""
# Sends the process a signal from within the import of a module.
SIGNALLING = """
import os, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["SIGNALLED_IN"]:
            os.kill(os.getpid(), int(os.environ["SIGNALLED_WITH"]))
sys.meta_path.insert(0, Finder())
"""


@pytest.mark.parametrize("name", APPS)
def test_the_help_of_a_group_says_what_each_command_says_of_itself(name: str) -> None:
    commands = list(commands_below(get_command(APPS[name].build())))
    assert len(commands) > 15
    assert [each.help for each in commands] == [each.command.help for each in commands]


@pytest.mark.parametrize("module", ["server.cli.serve", "server.cli.user.list", "branch_client.cli.fetch"])
def test_forked_commands_have_the_commands_imported_before(module: str) -> None:
    assert module in PRELOADED


@pytest.mark.parametrize("module", PRELOADED)
def test_what_is_imported_before_is_there(module: str) -> None:
    """The fork server passes over a module that it cannot import."""
    assert import_module(module).__name__ == module


def process(
    tmp_path: Path, customization: str, package: str, *words: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a program in an interpreter that does something of its own first."""
    (tmp_path / "sitecustomize.py").write_text(customization)
    return subprocess.run(
        [sys.executable, "-m", package, *words],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def imported(run: subprocess.CompletedProcess[str]) -> set[str]:
    """The packages that a program named as it ended."""
    return set(run.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES.keys())
@pytest.mark.parametrize(("words", "needless"), CASES.values(), ids=CASES.keys())
def test_a_program_imports_no_more_than_it_needs(
    package: str, words: list[str], needless: set[str], tmp_path: Path
) -> None:
    run = process(tmp_path, TELLING, package, *words)
    assert {"typer", "shared"} <= imported(run), run.stderr
    assert imported(run) & needless == set()


@pytest.mark.parametrize(("words", "needless"), OF_RIDGEKEY.values(), ids=OF_RIDGEKEY.keys())
def test_a_command_imports_no_more_than_it_needs(
    words: list[str], needless: set[str], tmp_path: Path
) -> None:
    run = process(tmp_path, TELLING, "server.cli", *words)
    assert {"typer", "shared"} <= imported(run), run.stderr
    assert imported(run) & needless == set()


@pytest.mark.parametrize(("name", "package"), PACKAGES.items(), ids=PACKAGES.keys())
def test_completion_imports_no_command(name: str, package: str, tmp_path: Path) -> None:
    variable = f"_{name.replace('-', '_').upper()}_COMPLETE"
    words = {variable: "complete_bash", "COMP_WORDS": f"{name} ", "COMP_CWORD": "1"}
    run = process(tmp_path, TELLING, package, **words)
    assert {"demo", "doctor"} & set(run.stdout.split())
    assert imported(run) & HEAVY == set()


def test_completion_knows_the_options_of_a_command(tmp_path: Path) -> None:
    words = {"COMP_WORDS": "ridgekey user list --f", "COMP_CWORD": "3"}
    run = process(tmp_path, "", "server.cli", _RIDGEKEY_COMPLETE="complete_bash", **words)
    assert run.stdout.split() == ["--format"]


# The last two are imported by a command alone, and by a library deep within it.
IMPORTED = ("server.cli.app", "typer", "shared.terminal.program", "server.cli.user.list", "sqlalchemy.engine")


@pytest.mark.parametrize("module", IMPORTED)
def test_ctrl_c_within_an_import_ends_a_program_in_one_sentence(module: str, tmp_path: Path) -> None:
    run = interrupted(tmp_path, signal.SIGINT, module)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "Stopped; nothing further was done.\n")


@pytest.mark.parametrize("module", IMPORTED)
def test_sigterm_within_an_import_ends_a_program_without_a_word(module: str, tmp_path: Path) -> None:
    run = interrupted(tmp_path, signal.SIGTERM, module)
    assert (run.returncode, run.stdout, run.stderr) == (-signal.SIGTERM, "", "")


def interrupted(tmp_path: Path, number: signal.Signals, module: str) -> subprocess.CompletedProcess[str]:
    """Run a list that a signal reaches while a module is imported."""
    told = {"SIGNALLED_IN": module, "SIGNALLED_WITH": str(int(number))}
    return process(tmp_path, SIGNALLING, "server.cli", "user", "list", "--home", "/dev/null", **told)
