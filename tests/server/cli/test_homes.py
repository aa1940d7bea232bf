"""Every command of ``ridgekey`` on a folder that is no home, as a table over all commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_lines import as_process, ridgekey
from tests.staffed_homes import ONE_PRINT, Homes

COMMANDS = [
    ["serve"],
    ["status"],
    ["branch", "list"],
    ["branch", "show", "basra"],
    ["user", "add", "17"],
    ["user", "list"],
    ["user", "show", "17"],
    ["user", "enrol", "17", "--synthetic", "1"],
    ["user", "grant", "17", "basra", "-o", "x"],
    ["user", "ungrant", "17", "basra"],
    ["user", "exit", "17"],
    ["user", "readmit", "17"],
    ["image", "put", str(ONE_PRINT), "--id", "a", "--everyone"],
    ["image", "list"],
    ["image", "show", "a"],
    ["counter", "show", "17"],
    ["audit", "tail"],
    ["audit", "verify"],
    ["db", "upgrade"],
    ["db", "current"],
]
NAMED = [pytest.param(command, id=" ".join(command[:2])) for command in COMMANDS]


@pytest.mark.parametrize("command", NAMED)
def test_a_folder_that_is_no_home_is_refused_and_left_alone(tmp_path: Path, command: list[str]) -> None:
    for home in (tmp_path / "nowhere", tmp_path):
        refused = ridgekey(*command, home=home)
        assert (refused.code, refused.out) == (1, "")
        assert "`ridgekey init`" in refused.sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", NAMED)
def test_a_branch_s_home_is_not_a_head_office_s(staffed: Homes, command: list[str]) -> None:
    refused = ridgekey(*command, home=staffed.basra)
    assert (refused.code, refused.out) == (1, "")
    assert "is the home of a branch, not of a head office" in refused.sentence


@pytest.mark.parametrize("command", NAMED)
def test_a_home_of_a_newer_version_is_left_alone(tmp_path: Path, command: list[str]) -> None:
    record = {"kind": "head-office", "format": 2}
    (tmp_path / "head-office.json").write_text(json.dumps(record))
    refused = ridgekey(*command, home=tmp_path)
    assert (refused.code, refused.out) == (1, "")
    assert "newer version of RidgeKey" in refused.sentence
    assert [path.name for path in tmp_path.iterdir()] == ["head-office.json"]


def test_approving_needs_a_home_too(staffed: Homes, tmp_path: Path) -> None:
    refused = ridgekey(
        "branch", "approve", staffed.file("basra.request"), "--yes", "-o", tmp_path / "x", home=tmp_path
    )
    assert (refused.code, refused.out) == (1, "")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_of_the_process_is_the_same(tmp_path: Path) -> None:
    plain = as_process("server.cli", "user", "list", "--home", tmp_path)
    assert (plain.code, plain.out) == (1, "")
    assert plain.sentence == ridgekey("user", "list", home=tmp_path).sentence
    asked = as_process("server.cli", "user", "list", "--home", tmp_path, "--format", "json")
    assert json.loads(asked.err)["error"]["reason"] == "HOME_INVALID"


def test_a_setting_that_is_wrong_is_named(staffed: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_ID_RANGE", "600-1")
    refused = ridgekey("user", "list", home=staffed.office)
    assert refused.code == 2
    assert "RIDGEKEY_ID_RANGE" in refused.sentence
