"""Completion: what programs give each shell, a script and the words it asks for; in bash the whole way.

That zsh and fish do with them what they should is left to Typer, whose scripts they are.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import branch_client.cli.app
import lab.cli.app
import server.cli.app

PROGRAMS = {
    "ridgekey": server.cli.app.main,
    "ridgekey-branch": branch_client.cli.app.main,
    "ridgekey-lab": lab.cli.app.main,
}
SCRIPTS = {"bash": "complete -o default -F", "zsh": "#compdef", "fish": "complete --command"}
ASKED = {
    "bash": lambda line: {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))},
    "zsh": lambda line: {"_TYPER_COMPLETE_ARGS": line},
    "fish": lambda line: {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
}
LINES = [
    pytest.param("ridgekey us", {"user"}, {"image"}, id="a group"),
    pytest.param("ridgekey user re", {"readmit", "revoke-generation"}, {"forget"}, id="a command"),
    pytest.param("ridgekey --server 127.0.0.1:1 user re", {"readmit"}, {"forget"}, id="behind --server"),
    pytest.param("ridgekey user forget --dr", {"--dry-run"}, {"--home"}, id="an option"),
    pytest.param("ridgekey audit tail --format ", {"table", "json"}, set(), id="the values of an option"),
    pytest.param("ridgekey-branch fe", {"fetch"}, {"forget"}, id="a command of a branch"),
    pytest.param("ridgekey-lab image", {"image-metrics"}, {"nist"}, id="a command of the lab"),
]

Ask = Callable[[str, str, dict[str, str]], str]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """What a program tells a shell that asks it."""

    def asking(program: str, instruction: str, variables: dict[str, str]) -> str:
        asked = {**variables, f"_{program.replace('-', '_').upper()}_COMPLETE": instruction}
        for name, value in asked.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            PROGRAMS[program]([])
        out, err = capsys.readouterr()
        assert (ended.value.code, err) == (0, "")
        return out

    return asking


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("shell", SCRIPTS)
def test_every_program_has_a_script_for_every_shell(program: str, shell: str, ask: Ask) -> None:
    script = ask(program, f"source_{shell}", {})
    assert SCRIPTS[shell] in script
    assert program in script


@pytest.mark.parametrize("shell", SCRIPTS)
@pytest.mark.parametrize(("line", "offered", "others"), LINES)
def test_what_was_begun_is_completed(
    line: str, offered: set[str], others: set[str], shell: str, ask: Ask
) -> None:
    program, _, _ = line.partition(" ")
    answered = ask(program, f"complete_{shell}", ASKED[shell](line))
    words = set(answered.replace('"', " ").replace(":", " ").replace("(", " ").split())
    assert offered <= words
    assert not others & words


def test_bash_completes_with_the_script(tmp_path: Path, ask: Ask) -> None:
    """The whole way, in the shell that every machine has."""
    program = tmp_path / "ridgekey"
    code = "import sys; from server.cli.app import main; sys.exit(main())"
    program.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{code}'\n")
    program.chmod(0o700)
    (tmp_path / "script").write_text(ask("ridgekey", "source_bash", {}))
    typed = f"""
        PATH="{tmp_path}:$PATH"; source "{tmp_path}/script"; unset _RIDGEKEY_COMPLETE
        COMP_WORDS=(ridgekey user re); COMP_CWORD=2
        _ridgekey_completion ridgekey; echo "${{COMPREPLY[@]}}"
    """
    shell = subprocess.run(["bash", "-c", typed], capture_output=True, text=True, check=True)
    assert shell.stdout == "readmit revoke-generation\n"
