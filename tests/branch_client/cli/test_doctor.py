"""``ridgekey-branch doctor``: every planted fault is found, named and given a remedy; nothing is changed."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import namedtuple
from collections.abc import Callable

import pytest

import branch_client.doctor
from branch_client.connection import Greeting
from branch_client.doctor import examine_branch
from shared.diagnosis.findings import Answer, Level
from shared.errors import Code, Failure
from tests.branch_client.cli.test_doctor_line import FAULTS as LINE_FAULTS
from tests.branch_client.planted_faults import FAULTS
from tests.command_lines import ridgekey_branch
from tests.later_clock import LaterClock
from tests.spoilt_homes import (
    Plant,
    answer_to,
    assert_computes_otherwise,
    assert_fails,
    compute_otherwise,
    holds,
)
from tests.staffed_homes import Homes

HYBRID = branch_client.doctor.HYBRID_GROUP


@pytest.mark.parametrize(("plant", "check", "code", "says", "remedy"), FAULTS)
def test_a_planted_fault_is_found_and_named_with_its_remedy(
    homes: Homes, plant: Plant, check: str, code: int, says: str, remedy: str
) -> None:
    holds("state.json", b'{"format": 1, "users": {}}')(homes.basra)
    plant(homes.basra)
    before = homes.everything()
    looked = ridgekey_branch("doctor", home=homes.basra)
    assert_fails(looked, check, code, says, remedy)
    assert homes.everything() == before


def test_a_setting_without_a_valid_value_is_named(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_ATTEMPTS", "99")
    looked = ridgekey_branch("doctor", home=homes.basra)
    assert "RIDGEKEY_ATTEMPTS" in answer_to(looked, "settings")["finding"]
    assert looked.code == 2


def answer_of(answers: tuple[Answer, ...], check: str) -> tuple[Level, int]:
    """The level and exit code of one check."""
    (answer,) = [each for each in answers if each.check == check]
    return answer.finding.level, answer.finding.exit_code


@pytest.mark.parametrize(
    ("days", "level", "code"),
    [
        pytest.param(0, Level.OK, 0, id="now"),
        pytest.param(600, Level.WARNING, 0, id="a third of its life left"),
        pytest.param(900, Level.FAILURE, 4, id="expired"),
        pytest.param(-30, Level.FAILURE, 1, id="clock before it"),
    ],
)
def test_the_life_of_the_certificate_is_told(staffed: Homes, days: int, level: Level, code: int) -> None:
    answers = examine_branch(staffed.basra, clock=LaterClock(days))
    assert answer_of(answers, "certificate") == (level, code)


@pytest.mark.parametrize(
    ("days", "check", "code", "remedy"),
    [
        pytest.param(900, "certificate", 4, "renew --request FILE", id="certificate ended"),
        pytest.param(4000, "authority", 4, "init --home NEW-HOME", id="authority ended"),
        pytest.param(-30, "certificate", 1, "timedatectl set-ntp true", id="clock set back"),
    ],
)
def test_the_command_says_what_comes_with_time(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, days: int, check: str, code: int, remedy: str
) -> None:
    monkeypatch.setattr(branch_client.doctor, "SystemClock", lambda: LaterClock(days))
    assert_fails(ridgekey_branch("doctor", home=homes.basra), check, code, "", remedy)


def test_a_full_disk_is_named(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")(10**12, 10**12 - 1, 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert_fails(ridgekey_branch("doctor", home=homes.basra), "disk space", 6, "", "df -h")


def test_a_machine_that_computes_otherwise_is_named(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    compute_otherwise(monkeypatch)
    assert_computes_otherwise(ridgekey_branch("doctor", home=homes.basra), "models")


def test_every_check_has_a_planted_fault(staffed: Homes) -> None:
    with_time = {"certificate", "authority"}
    of_the_line = {fault.values[1] for fault in LINE_FAULTS}
    planted = {fault.values[1] for fault in FAULTS} | of_the_line | with_time | {"settings", "disk space"}
    assert {each.check for each in examine_branch(staffed.basra)} == planted
    assert len({fault.id for fault in (*FAULTS, *LINE_FAULTS)}) == len(FAULTS) + len(LINE_FAULTS) >= 15


@pytest.mark.parametrize(
    ("greeting", "clock", "agreement"),
    [
        pytest.param(lambda now: ("0.1", now, HYBRID), (Level.OK, 0), (Level.OK, 0), id="sound"),
        pytest.param(
            lambda now: ("0.1", now + 10**10, HYBRID), (Level.FAILURE, 1), (Level.OK, 0), id="clocks apart"
        ),
        pytest.param(lambda now: ("0.1", 2**64 - 1, HYBRID), (Level.FAILURE, 1), (Level.OK, 0), id="no time"),
        pytest.param(lambda now: ("0.1", now, "x25519"), (Level.OK, 0), (Level.FAILURE, 4), id="no hybrid"),
        pytest.param(lambda now: ("0.0", 0, ""), (Level.WARNING, 0), (Level.WARNING, 0), id="older release"),
    ],
)
def test_what_the_head_office_says_is_compared(
    staffed: Homes,
    monkeypatch: pytest.MonkeyPatch,
    greeting: Callable[[int], tuple[str, int, str]],
    clock: tuple[Level, int],
    agreement: tuple[Level, int],
) -> None:
    def answer(_: object) -> Greeting:
        return Greeting(*greeting(int(dt.datetime.now(dt.UTC).timestamp() * 1e6)))

    monkeypatch.setattr(branch_client.doctor, "ping", answer)
    answers = examine_branch(staffed.basra)
    assert answer_of(answers, "head office") == (Level.OK, 0)
    assert (answer_of(answers, "clock"), answer_of(answers, "key agreement")) == (clock, agreement)


def test_a_refusal_is_the_head_offices_word(staffed: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> Greeting:
        raise Failure(Code.BRANCH_SUSPENDED)

    monkeypatch.setattr(branch_client.doctor, "ping", refuse)
    answers = examine_branch(staffed.basra)
    assert answer_of(answers, "head office") == (Level.FAILURE, 4)
    assert answer_of(answers, "clock") == (Level.WARNING, 0)
