"""A command that is imported when it is called: what is known of it before, and what brings it in."""

from __future__ import annotations

import py_compile
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from shared.terminal.program import make_group, register, run

MODULE = "command_of_tests"
SOURCE = '''
from shared.terminal.options import HomeOption

EXAMPLE = "test show --home /srv/home"

def other() -> None:
    """Do something else."""

def show(home: HomeOption = None) -> None:
    """Show where it is.

    More of it.
    """
    print(home)
'''

BEFORE: dict[str, Callable[[Any], object]] = {
    "its name": lambda command: command.name,
    "its help": lambda command: command.help,
    "its line in the help of the group": lambda command: command.get_short_help_str(),
    "whether it is a group": lambda command: hasattr(command, "commands"),
}
FOR: dict[str, Callable[[Any], object]] = {
    "its options": lambda command: command.params,
    "its example": lambda command: command.epilog,
    "a call": lambda command: command.make_context("show", []),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the module, of which nothing is imported yet."""
    (tmp_path / f"{MODULE}.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    sys.modules.pop(MODULE, None)


def group(example: str | None = None) -> Any:
    """A program with the one command."""
    program = make_group("A program of the tests.")
    register(program, "show", f"{MODULE}:show", example)
    register(program, "other", f"{MODULE}:other")
    return program


def command(example: str | None = None) -> Any:
    """The command, as it stands in its group."""
    found: Any = get_command(group(example))
    return found.commands["show"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("asked", BEFORE.values(), ids=BEFORE.keys())
def test_what_is_known_before(asked: Callable[[Any], object]) -> None:
    asked(command())
    assert MODULE not in sys.modules


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("asked", FOR.values(), ids=FOR.keys())
def test_what_it_is_imported_for(asked: Callable[[Any], object]) -> None:
    asked(command())
    assert MODULE in sys.modules


@pytest.mark.usefixtures("folder")
def test_its_help_is_what_it_says_of_itself() -> None:
    made = command()
    assert made.help == "Show where it is.\n\nMore of it." == made.command.help


def test_without_a_source_it_is_imported_for_its_help(folder: Path) -> None:
    source = folder / f"{MODULE}.py"
    py_compile.compile(str(source), str(source.with_suffix(".pyc")), doraise=True)
    source.unlink()
    assert command().help == "Show where it is.\n\nMore of it."
    assert MODULE in sys.modules


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("example", "shown"),
    [
        pytest.param(None, "Example: test show --home /srv/home", id="its module's"),
        pytest.param("test show", "Example: test show", id="one of its own"),
    ],
)
def test_its_help_ends_with_its_example(example: str | None, shown: str) -> None:
    assert command(example).epilog == shown


@pytest.mark.usefixtures("folder")
def test_it_runs_and_takes_config_beside_its_home(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(group(), "test", ["show", "--home", "/srv/home", "--config", "/srv/settings"]) == 0
    assert capsys.readouterr().out == "/srv/home\n"


@pytest.mark.usefixtures("folder")
def test_a_slip_is_told_the_nearest_name_without_an_import(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(group(), "test", ["shov"]) == 2
    assert "Did you mean 'show'?" in capsys.readouterr().err
    assert MODULE not in sys.modules


def test_a_mistake_in_its_module_is_not_taken_for_one_of_the_command(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / f"{MODULE}.py").write_text(f"import sys\nsys.nothing\n{SOURCE}")
    assert run(group(), "test", ["show"]) == 1
    says = f"The module {MODULE} cannot be imported; please report it.\n"
    assert capsys.readouterr().err == says
