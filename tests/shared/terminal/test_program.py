"""Every way a command line can end: one sentence on stderr, an exit code, no traceback."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import pytest
import typer

from shared.errors import MEANINGS, Code, Failure
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import show_record
from shared.terminal.program import INTERRUPTED, make_group, make_program, register, run


def fail(code: Annotated[str, typer.Argument()], output_format: FormatOption = None) -> None:
    """Fail with a code."""
    del output_format
    if code == "INTERRUPT":
        raise KeyboardInterrupt
    if code == "ABORT":
        raise typer.Abort
    if code.startswith("EXIT "):
        raise typer.Exit(int(code.removeprefix("EXIT ")))
    if code == "BUG":
        raise KeyError("a secret in an exception")
    raise Failure(Code(code))


def echo(
    home: HomeOption = None,
    count: Annotated[int, option("--count", help="A number.")] = 1,
    output_format: FormatOption = None,
) -> None:
    """Show what was given."""
    show_record({"home": str(home), "count": count}, output_format)


def call(*arguments: str) -> int:
    """Run the program of these tests."""
    program = make_program("A program of the tests.")
    register(program, "fail", f"{__name__}:fail", "test fail CODE")
    group = make_group("A group.")
    register(group, "echo", f"{__name__}:echo", "test group echo --home /srv/home")
    program.add_typer(group, name="group")
    return run(program, "test", arguments)


@pytest.mark.parametrize("code", Code)
def test_a_failure_is_its_sentence_and_its_exit_code(code: Code, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("fail", code.value) == MEANINGS[code].exit_code
    out, err = capsys.readouterr()
    assert (out, err) == ("", MEANINGS[code].sentence + "\n")


@pytest.mark.parametrize("exit_code", [0, 1, 7])
def test_a_command_can_end_with_a_number_of_its_own(
    exit_code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("fail", f"EXIT {exit_code}") == exit_code
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("form", [("--format", "json"), ("--format=json",)], ids=["two words", "one word"])
def test_a_failure_is_json_where_json_was_asked_for(
    form: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("fail", "NOT_GRANTED", *form) == 4
    error = json.loads(capsys.readouterr().err)
    assert error == {"error": {"reason": "NOT_GRANTED", "message": MEANINGS[Code.NOT_GRANTED].sentence}}


def test_the_environment_can_ask_for_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIDGEKEY_FORMAT", "json")
    assert call("fail", "NOT_GRANTED") == 4
    assert json.loads(capsys.readouterr().err)["error"]["reason"] == "NOT_GRANTED"


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        pytest.param(["nonsense"], "test", id="no such command"),
        pytest.param(["group", "nonsense"], "test group", id="no such command of a group"),
        pytest.param(["fail"], "test fail", id="argument missing"),
        pytest.param(["fail", "a", "b"], "test fail", id="one argument too many"),
        pytest.param(["fail", "NOT_FOUND", "--nonsense"], "test fail", id="no such option"),
        pytest.param(["group", "echo", "--count", "many"], "test group echo", id="a number that is none"),
        pytest.param(["group", "echo", "--format", "xml"], "test group echo", id="no such format"),
        pytest.param(["fail", "-5"], "test fail", id="a negative number"),
    ],
)
def test_wrong_usage_is_exit_two_and_one_sentence(
    arguments: list[str], where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.endswith((f". See `{where} --help`.\n", f"? See `{where} --help`.\n"))


def test_an_option_without_its_value_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("group", "echo", "--home") == 2
    assert capsys.readouterr() == (
        "",
        "Option '--home' requires an argument. See `test group echo --help`.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        pytest.param(["--home", "/srv/home", "group", "echo"], "test", id="before a group"),
        pytest.param(["group", "--home", "/srv/home", "echo"], "test group", id="before the command"),
    ],
)
def test_an_option_that_came_too_early_hears_where_it_goes(
    arguments: list[str], where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*arguments) == 2
    says = f"`{where}` takes no --home; options of a command come after its name. See `{where} --help`.\n"
    assert capsys.readouterr() == ("", says)


def test_a_slip_in_an_option_of_the_program_hears_what_was_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert call("--verson", "group", "echo") == 2
    says = "No such option: --verson (Possible options: --version). See `test --help`.\n"
    assert capsys.readouterr() == ("", says)


def test_wrong_usage_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("group", "echo", "--count", "many", "--format", "json") == 2
    assert json.loads(capsys.readouterr().err)["error"]["reason"] == "INVALID_INPUT"


@pytest.mark.parametrize("arguments", [[], ["group"]], ids=["the program", "a group"])
def test_no_command_shows_the_commands(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*arguments) == 2
    out, err = capsys.readouterr()
    assert "Usage: test" in out
    assert ("echo" if arguments else "group") in out
    assert err == ""


def test_help_ends_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("group", "echo", "--help") == 0
    assert "Example: test group echo --home /srv/home" in capsys.readouterr().out


@pytest.mark.parametrize("code", ["INTERRUPT", "ABORT"])
def test_stopping_is_no_traceback(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("fail", code) == INTERRUPTED
    assert capsys.readouterr().err == "Stopped; nothing further was done.\n"


def test_a_programming_error_shows_its_place_and_not_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("fail", "BUG") == 1
    err = capsys.readouterr().err
    assert "KeyError at test_program.py:" in err
    assert "secret" not in err
    assert "Traceback" not in err


def test_a_program_leaves_no_core_dump() -> None:
    call("group", "echo")
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


def test_options_come_from_the_environment_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIDGEKEY_HOME", "/srv/home")
    monkeypatch.setenv("RIDGEKEY_COUNT", "7")
    assert call("group", "echo", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == {"home": "/srv/home", "count": 7}


SHOW_A_NAME = """
import sys
from shared.terminal.output import show_record
from shared.terminal.program import make_program, run
program = make_program("A program of the tests.")
program.command("show")(lambda: show_record({"file": sys.argv[1]}, None))
sys.exit(run(program, "test", ["show"] if sys.argv[1][:2] != "--" else sys.argv[1:]))
"""


def shown(name: bytes, stdout: int) -> subprocess.CompletedProcess[bytes]:
    """Run a program that shows a file's name."""
    return subprocess.run(
        [sys.executable, "-c", SHOW_A_NAME, name],
        cwd=Path(__file__).parents[3],
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )


def test_a_full_disk_under_stdout_is_one_sentence() -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    ended = shown(b"a", full)
    os.close(full)
    assert ended.returncode == 1
    assert ended.stderr.startswith(b"What was done cannot be shown on stdout: ")
    assert ended.stderr.count(b"\n") == 1


@pytest.mark.parametrize("name", [b"a", b"--help", b"--version"])
def test_a_reader_that_went_ends_a_program_as_sigpipe_would(name: bytes) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = shown(name, writing)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (128 + signal.SIGPIPE, b"")


def test_a_name_that_is_no_text_is_shown_all_the_same() -> None:
    ended = shown(b"a\xff", subprocess.PIPE)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b'{"file": "a?"}\n', b"")


def test_a_program_says_its_release_and_runs_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--version", "fail", "INTERNAL") == 0
    assert capsys.readouterr() == (f"{version('ridgekey')}\n", "")
