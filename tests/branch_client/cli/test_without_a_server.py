"""The commands that need a head office, where there is none, or no branch, or the clock is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from branch_client.bootstrap import SystemClock
from tests.command_lines import as_process, ridgekey_branch
from tests.staffed_homes import Homes

COMMANDS = [
    pytest.param(["list", "17"], id="list"),
    pytest.param(["fetch", "17", "scan-1", "-o", "out.png"], id="fetch"),
    pytest.param(["fetch", "17", "--all", "-o", "out.png"], id="fetch all"),
    pytest.param(["status"], id="status"),
    pytest.param(["renew"], id="renew"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_server_it_is_exit_six(staffed: Homes, tmp_path: Path, command: list[str]) -> None:
    homes = staffed.copied_to(tmp_path / "homes")
    words = [str(tmp_path / word) if word == "out.png" else word for word in command]
    refused = as_process("branch_client.cli", *words, "--home", homes.basra, RIDGEKEY_ATTEMPTS="1")
    assert (refused.code, refused.out) == (6, "")
    assert "cannot be reached" in refused.sentence
    assert not (tmp_path / "out.png").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_without_an_admission_the_next_step_is_named(staffed: Homes, command: list[str]) -> None:
    refused = ridgekey_branch(*command, home=staffed.mosul)
    assert (refused.code, refused.out) == (1, "")
    assert "ridgekey-branch accept" in refused.sentence


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_is_no_branch_is_refused(staffed: Homes, tmp_path: Path, command: list[str]) -> None:
    for home, says in ((tmp_path, "ridgekey-branch init"), (staffed.office, "is the home of a head office")):
        refused = ridgekey_branch(*command, home=home)
        assert (refused.code, refused.out) == (1, "")
        assert says in refused.sentence


@pytest.mark.parametrize("command", COMMANDS)
def test_a_home_of_a_newer_version_is_left_alone(homes: Homes, command: list[str]) -> None:
    record = homes.basra / "branch.json"
    record.write_text(record.read_text().replace('"format": 1', '"format": 2'))
    before = homes.everything()
    refused = ridgekey_branch(*command, home=homes.basra)
    assert (refused.code, refused.out) == (1, "")
    assert "update this program" in refused.sentence
    assert homes.everything() == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_clock_before_the_certificate_is_named(
    staffed: Homes, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _: dt.datetime(2001, 1, 1, tzinfo=dt.UTC))
    refused = ridgekey_branch(*command, home=staffed.basra)
    assert (refused.code, refused.out) == (1, "")
    assert "set the clock and try again" in refused.sentence


@pytest.mark.parametrize("command", COMMANDS)
def test_a_certificate_that_has_ended_says_how_to_come_back(
    staffed: Homes, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _: dt.datetime(2060, 1, 1, tzinfo=dt.UTC))
    refused = ridgekey_branch(*command, home=staffed.basra)
    assert (refused.code, refused.out) == (4, "")
    for words in (
        "expired on 20",
        "ridgekey-branch renew --request FILE",
        "ridgekey branch approve FILE --renew",
    ):
        assert words in refused.sentence


@pytest.mark.parametrize(("retries", "pauses"), [("0", 0), ("2", 2), (None, 4)])
def test_as_many_retries_as_were_asked_for(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, retries: str | None, pauses: int
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(SystemClock, "sleep", lambda _, seconds: slept.append(seconds))
    options = () if retries is None else ("--retries", retries)
    refused = ridgekey_branch("fetch", "17", "scan-1", "-o", tmp_path / "out.png", *options, home=homes.basra)
    assert (refused.code, len(slept)) == (6, pauses)


@pytest.mark.parametrize("retries", ["-1", "5", "many"])
def test_more_retries_than_the_protocol_has_are_refused(homes: Homes, tmp_path: Path, retries: str) -> None:
    target = tmp_path / "out.png"
    refused = ridgekey_branch("fetch", "17", "scan-1", "-o", target, f"--retries={retries}", home=homes.basra)
    assert refused.code == 2
    assert "--retries" in refused.sentence
