"""Data on stdout, as a table or as JSON; nothing that a terminal would obey."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.terminal.formats import Format
from shared.terminal.output import note, show_items, show_record

RECORD = {
    "user": 17,
    "ok": True,
    "first_bad": None,
    "fingers": ["left_index", "left_thumb"],
    "released_to": {"everyone": False, "users": [17, 331], "branches": []},
}


def test_json_is_one_object_in_the_given_order(capsys: pytest.CaptureFixture[str]) -> None:
    show_record(RECORD, Format.JSON)
    out = capsys.readouterr().out
    assert json.loads(out) == RECORD
    assert list(json.loads(out)) == list(RECORD)
    assert out.count("\n") == 1


def test_items_are_a_list_under_one_name(capsys: pytest.CaptureFixture[str]) -> None:
    show_items(("user",), [RECORD], Format.JSON)
    assert json.loads(capsys.readouterr().out) == {"items": [RECORD]}


def test_no_items_are_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    show_items(("user",), [], Format.JSON)
    assert json.loads(capsys.readouterr().out) == {"items": []}
    show_items(("user",), [], Format.TABLE)
    assert capsys.readouterr() == ("", "There are none yet.\n")


def test_json_is_the_default_where_stdout_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show_record({"a": 1}, None)
    assert capsys.readouterr().out == '{"a": 1}\n'


def test_a_table_is_the_default_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    show_record({"first_bad": 1}, None)
    assert "first bad" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(None, "–", id="nothing"),
        pytest.param(True, "yes", id="yes"),
        pytest.param(False, "no", id="no"),
        pytest.param(0, "0", id="zero"),
        pytest.param([], "–", id="empty list"),
        pytest.param(["a", "b"], "a, b", id="list"),
        pytest.param(RECORD["released_to"], "users 17, 331", id="what holds of a mapping"),
        pytest.param({"everyone": True, "users": []}, "everyone", id="a mapping with a yes"),
        pytest.param({"everyone": False}, "–", id="a mapping of which nothing holds"),
        pytest.param("[bold]text[/]", "[bold]text[/]", id="no markup"),
        pytest.param("a\x1b[31mb\x07", "a\ufffd[31mb\ufffd", id="no control characters"),
    ],
)
def test_a_cell_shows_its_value_plainly(value: Any, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    show_record({"name": value}, Format.TABLE)
    assert capsys.readouterr().out.split(maxsplit=1)[1].rstrip() == shown


def test_a_table_of_items_has_the_columns_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    show_items(("user", "fingers"), [RECORD], Format.TABLE)
    header, row = capsys.readouterr().out.splitlines()
    assert header.split() == ["user", "fingers"]
    assert row.split() == ["17", "left_index,", "left_thumb"]


def test_a_table_may_be_briefer_than_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    for chosen in Format:
        show_items(("fingers",), [RECORD], chosen, lambda row: {"fingers": len(row["fingers"])})
    table, shown = capsys.readouterr().out.rsplit("\n", 2)[:2]
    assert table.split() == ["fingers", "2"]
    assert json.loads(shown) == {"items": [RECORD]}


def test_notes_go_to_stderr_and_obey_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    note("done\x1b[2J")
    assert capsys.readouterr() == ("", "done\ufffd[2J\n")
