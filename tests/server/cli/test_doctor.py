"""``ridgekey doctor``: every planted fault is found, named and given a remedy; nothing is changed."""

from __future__ import annotations

import json
import shutil
import socket
from collections import namedtuple
from pathlib import Path

import pytest

from server.bootstrap.doctor import premises
from server.bootstrap.doctor.examination import examine_head_office
from shared.diagnosis import homes as home_checks
from shared.diagnosis.findings import Level
from tests.command_lines import as_process, ridgekey
from tests.later_clock import LaterClock
from tests.server.database_file import run_sql
from tests.server.planted_faults import FAULTS
from tests.spoilt_homes import (
    Plant,
    altered,
    answer_to,
    assert_computes_otherwise,
    assert_fails,
    compute_otherwise,
    gone,
)
from tests.staffed_homes import Homes

SECRETS = ("secrets/master.key", "keys/server.sealed", "keys/log.sealed", "enrolments/17.1.sealed")


@pytest.mark.sqlite
@pytest.mark.parametrize(("plant", "check", "code", "says", "remedy"), FAULTS)
def test_a_planted_fault_is_found_and_named_with_its_remedy(
    homes: Homes, plant: Plant, check: str, code: int, says: str, remedy: str
) -> None:
    plant(homes.office)
    before = homes.everything()
    looked = ridgekey("doctor", "--scrub", "--format", "json", home=homes.office)
    assert_fails(looked, check, code, says, remedy)
    assert homes.everything() == before


def test_a_sound_head_office_passes_and_is_as_it_was(homes: Homes) -> None:
    before = homes.everything()
    looked = ridgekey("doctor", "--scrub", home=homes.office)
    assert (looked.code, looked.err) == (0, "")
    assert {each["check"] for each in looked.data["items"] if each["level"] == "failure"} == set()
    assert homes.everything() == before


def test_without_scrub_an_image_is_not_opened(homes: Homes) -> None:
    altered("images/scan-1.sealed")(homes.office)
    assert answer_to(ridgekey("doctor", home=homes.office), "images")["level"] == "ok"


def test_no_secret_is_printed(homes: Homes) -> None:
    said = ridgekey("doctor", "--scrub", home=homes.office).out
    for name in SECRETS:
        data = (homes.office / name).read_bytes()
        assert data.hex()[:32] not in said
    assert json.loads((homes.office / "head-office.json").read_text())["kind"] == "head-office"


@pytest.mark.parametrize(
    ("days", "check", "level", "code"),
    [
        pytest.param(600, "server certificate", Level.WARNING, 0, id="a third of its life left"),
        pytest.param(900, "server certificate", Level.FAILURE, 4, id="expired"),
        pytest.param(3000, "authority", Level.WARNING, 0, id="authority nears its end"),
        pytest.param(800, "branches", Level.WARNING, 0, id="a branch's certificate ends"),
        pytest.param(1, "checkpoint", Level.WARNING, 0, id="rows unsigned for a day"),
        pytest.param(-30, "server certificate", Level.FAILURE, 1, id="clock before the certificate"),
        pytest.param(-30, "clock", Level.FAILURE, 1, id="clock before the last row"),
    ],
)
def test_what_comes_with_time_is_found(
    staffed: Homes, days: int, check: str, level: Level, code: int
) -> None:
    answers = examine_head_office(staffed.office, clock=LaterClock(days))
    (answer,) = [each for each in answers if each.check == check]
    assert (answer.finding.level, answer.finding.exit_code) == (level, code)
    assert answer.finding.remedy


@pytest.mark.parametrize(
    ("free", "level", "code"),
    [
        pytest.param(home_checks.SCARCE_BYTES, "ok", 0, id="enough"),
        pytest.param(home_checks.SCARCE_BYTES - 1, "warning", 0, id="scarce"),
        pytest.param(home_checks.EXHAUSTED_BYTES - 1, "failure", 6, id="full"),
    ],
)
def test_the_room_on_the_disk_is_told(
    staffed: Homes, monkeypatch: pytest.MonkeyPatch, free: int, level: str, code: int
) -> None:
    usage = namedtuple("usage", "total used free")(10**12, 10**12 - free, free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    looked = ridgekey("doctor", home=staffed.office)
    assert (answer_to(looked, "disk space")["level"], looked.code) == (level, code)


@pytest.mark.parametrize(
    ("days", "check", "code", "remedy"),
    [
        pytest.param(900, "server certificate", 4, "config renew-certificate", id="certificate ended"),
        pytest.param(4000, "authority", 4, "init --home NEW-HOME", id="authority ended"),
        pytest.param(-30, "clock", 1, "timedatectl set-ntp true", id="clock set back"),
        pytest.param(-30, "authority", 1, "timedatectl set-ntp true", id="clock before the authority"),
    ],
)
def test_the_command_says_what_comes_with_time(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, days: int, check: str, code: int, remedy: str
) -> None:
    monkeypatch.setattr(premises, "SystemClock", lambda: LaterClock(days))
    assert_fails(ridgekey("doctor", home=homes.office), check, code, "", remedy)


def test_a_machine_that_computes_otherwise_is_named(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    compute_otherwise(monkeypatch)
    assert_computes_otherwise(ridgekey("doctor", home=homes.office), "model")


def test_every_check_has_a_planted_fault(staffed: Homes) -> None:
    elsewhere = {"disk space", "port", "server certificate"}
    only_warn = {"key agreement", "branches", "administrators"}
    planted = {fault.values[1] for fault in FAULTS} | elsewhere | only_warn
    assert {each.check for each in examine_head_office(staffed.office)} == planted
    assert len({fault.id for fault in FAULTS}) == len(FAULTS) >= 15


def test_a_port_that_something_else_has_is_a_failure(homes: Homes) -> None:
    listen = json.loads((homes.office / "head-office.json").read_text())["listen"]
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(listen.rpartition(":")[2])))
        other.listen()
        looked = ridgekey("doctor", home=homes.office)
    answer = answer_to(looked, "port")
    assert (answer["level"], answer["exit_code"], looked.code) == ("failure", 5, 5)
    assert "--listen" in answer["remedy"]


def test_a_group_that_is_not_demanded_is_a_warning(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_REQUIRE_PQ", "false")
    looked = ridgekey("doctor", home=homes.office)
    assert answer_to(looked, "key agreement")["level"] == "warning"
    assert looked.code == 0


def test_people_see_signs_and_commands_that_name_the_home(homes: Homes) -> None:
    gone("images/scan-1.sealed")(homes.office)
    run_sql(homes.office, "UPDATE fence SET required = TRUE")
    looked = as_process("server.cli", "doctor", "--format", "table", "--home", homes.office, NO_COLOR="1")
    assert looked.code == 7
    assert "✗     fence" in looked.out
    assert "✓     schema" in looked.out
    assert f"✗ fence: ridgekey counter fence --home {homes.office}\n" in looked.out
    assert "\x1b" not in looked.out


def test_a_home_that_is_none_is_a_finding(tmp_path: Path) -> None:
    looked = ridgekey("doctor", home=tmp_path / "nowhere")
    assert looked.code == 1
    assert answer_to(looked, "home")["remedy"] == "ridgekey init"
    others = [each for each in looked.data["items"] if each["check"] != "home"]
    assert {each["level"] for each in others} == {"warning"}
