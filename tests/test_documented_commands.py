"""No document names a command, an option or a target of `make` that there is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documented_commands import Documented, commands_of, fault_of

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("docs", "deploy", "tests")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(each for name in FOLDERS for each in (ROOT / name).rglob("*.md"))])
TARGETS = frozenset(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize(
    "document", [pytest.param(each, id=str(each.relative_to(ROOT))) for each in DOCUMENTS]
)
def test_every_command_of_a_document_is_one(document: Path) -> None:
    faults = {
        f"{command.line}: {' '.join(command.words)}": fault_of(command, TARGETS)
        for command in commands_of(document)
    }
    assert {line: fault for line, fault in faults.items() if fault} == {}


def test_commands_are_found_where_they_are() -> None:
    found = [command for document in DOCUMENTS for command in commands_of(document)]
    assert len([command for command in found if command.whole]) > 250
    assert len([command for command in found if not command.whole]) > 150
    assert {command.words[0] for command in found} == {"ridgekey", "ridgekey-branch", "ridgekey-lab", "make"}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        pytest.param("ridgekey user add 17", None, id="as it is"),
        pytest.param("ridgekey user ad 17", "there is no command ad", id="no such command"),
        pytest.param("ridgekey user add 17 18", "18 is an argument too many", id="too many"),
        pytest.param("ridgekey user add", "user is missing", id="too few"),
        pytest.param("ridgekey user enrol 17 --print x", "No such option: --print", id="no such option"),
        pytest.param(
            "ridgekey user enrol 17 --prints", "Option '--prints' requires an argument.", id="no value"
        ),
        pytest.param("ridgekey --server a:1 user list", None, id="an option of the program"),
        pytest.param(
            "ridgekey --sever a:1 user list", "there is no option --sever", id="none of the program"
        ),
        pytest.param("make tset", "make has no tset", id="no such target"),
    ],
)
def test_what_is_wrong_is_told(line: str, fault: str | None) -> None:
    told = fault_of(Documented(Path(), 1, tuple(line.split()), whole=True), TARGETS)
    assert told == fault or (fault is not None and told is not None and told.startswith(fault))


DOCUMENT = """\
Say `ridgekey audit tail` or `a | b`.

```bash
export X=1                            # ridgekey none
RIDGEKEY_HOME=x ridgekey serve 2> log.txt &
until ridgekey status > /dev/null 2>&1; do sleep 1; done
make demo && cd x
createdb ridgekey
```

```console
$ ridgekey-branch fetch 17 x \\
> -o "out file.png" 2>&1
ridgekey says this
```

```
ridgekey-lab data synth X      ten prints of each person's
```
"""


def test_commands_are_told_from_what_stands_around_them(tmp_path: Path) -> None:
    document = tmp_path / "some.md"
    document.write_text(DOCUMENT, encoding="utf-8")
    assert [(command.line, " ".join(command.words)) for command in commands_of(document)] == [
        (5, "ridgekey serve"),
        (6, "ridgekey status"),
        (7, "make demo"),
        (12, "ridgekey-branch fetch 17 x -o out file.png"),
        (18, "ridgekey-lab data synth X"),
        (1, "ridgekey audit tail"),
    ]
