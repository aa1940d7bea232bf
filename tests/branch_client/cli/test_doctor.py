"""``ridgekey-branch doctor``: every planted fault is found, named and given a remedy; nothing is changed."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import branch_client.doctor
from branch_client.bootstrap import SystemClock
from branch_client.connection import Greeting
from branch_client.doctor import examine_branch
from shared.crypto.randomness import SystemRandomness
from shared.crypto.tls_keys import make_private_key
from shared.diagnosis.findings import Answer, Level
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home
from shared.stores.keyring import TLS, Keyring
from tests.branch_client.cli.test_doctor_line import FAULTS as LINE_FAULTS
from tests.command_lines import ridgekey_branch
from tests.server.planted_faults import altered, compute_otherwise, gone, mode
from tests.staffed_homes import Homes

NOW_US = int(dt.datetime.now(dt.UTC).timestamp() * 1e6)
HYBRID = branch_client.doctor.HYBRID_GROUP


def other_key(home: Path) -> None:
    """Put another private key in the place of the branch's."""
    opened = open_home(home, HomeKind.BRANCH)
    with opened.master_key() as master:
        Keyring(opened, master, SystemRandomness()).put_certified(TLS, make_private_key(SystemRandomness()))


def holds(name: str, data: bytes) -> Callable[[Path], None]:
    """Write a file that is not what it should be."""

    def write(home: Path) -> None:
        (home / name).parent.mkdir(mode=0o700, exist_ok=True)
        (home / name).write_bytes(data)
        (home / name).chmod(0o600)

    return write


FAULTS = [
    pytest.param(gone("branch.json"), "home", 1, "not the home", "init", id="no record"),
    pytest.param(mode("secrets/master.key", 0o644), "master key", 1, "chmod", "chmod 600", id="open key"),
    pytest.param(holds("secrets/master.key", b"x"), "master key", 1, "32", "chmod 600", id="no key"),
    pytest.param(mode("state.json", 0o644), "file modes", 4, "state.json", "chmod -R go=", id="open state"),
    pytest.param(gone("head-office.admission"), "admission", 1, "admitted", "accept", id="not admitted"),
    pytest.param(altered("head-office.admission"), "admission", 7, "", "accept", id="altered admission"),
    pytest.param(other_key, "keys", 7, "not the certificate's", "cp -a BACKUP/keys", id="another key"),
    pytest.param(gone("keys/hpke.sealed"), "keys", 1, "hpke key", "cp -a BACKUP/keys", id="no HPKE key"),
    pytest.param(
        holds("witness.checkpoint", b"x"), "witness", 7, "checkpoint", "witness reset", id="witness"
    ),
    pytest.param(holds("state.json", b"{}"), "marks", 7, "damaged", "cp -a BACKUP/state.json", id="state"),
    pytest.param(altered("enrolments/17.1.sealed"), "enrolments", 7, "", "import", id="altered enrolment"),
    pytest.param(
        holds(f"models/{'0' * 64}.rkmodel", b"x"), "models", 7, "altered", "model add", id="altered model"
    ),
    pytest.param(lambda home: None, "head office", 6, "reached", "ridgekey-branch status", id="no server"),
]


def found(answers: list[dict[str, Any]], check: str) -> dict[str, Any]:
    """The answer of one check."""
    (answer,) = [each for each in answers if each["check"] == check]
    return answer


@pytest.mark.parametrize(("plant", "check", "code", "says", "remedy"), FAULTS)
def test_a_planted_fault_is_found_and_named_with_its_remedy(
    homes: Homes, plant: Callable[[Path], None], check: str, code: int, says: str, remedy: str
) -> None:
    holds("state.json", b'{"format": 1, "users": {}}')(homes.basra)
    plant(homes.basra)
    before = homes.everything()
    looked = ridgekey_branch("doctor", home=homes.basra)
    answer = found(looked.data["items"], check)
    assert (answer["level"], answer["exit_code"]) == ("failure", code)
    assert says in answer["finding"]
    assert remedy in answer["remedy"]
    assert looked.code >= code
    assert "itself broke" not in looked.out
    assert homes.everything() == before


def test_a_setting_without_a_valid_value_is_named(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_ATTEMPTS", "99")
    looked = ridgekey_branch("doctor", home=homes.basra)
    assert "RIDGEKEY_ATTEMPTS" in found(looked.data["items"], "settings")["finding"]
    assert looked.code == 2


class Later(SystemClock):
    """The machine's clock, days ahead.

    Args:
        days: how many.
    """

    def __init__(self, days: float) -> None:
        self._days = dt.timedelta(days=days)

    def now(self) -> dt.datetime:
        """Wall time, later."""
        return dt.datetime.now(dt.UTC) + self._days


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
    answers = examine_branch(staffed.basra, clock=Later(days))
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
    monkeypatch.setattr(branch_client.doctor, "SystemClock", lambda: Later(days))
    looked = ridgekey_branch("doctor", home=homes.basra)
    answer = found(looked.data["items"], check)
    assert (answer["level"], answer["exit_code"]) == ("failure", code)
    assert remedy in answer["remedy"]
    assert looked.code >= code


def test_a_full_disk_is_named(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")(10**12, 10**12 - 1, 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    looked = ridgekey_branch("doctor", home=homes.basra)
    answer = found(looked.data["items"], "disk space")
    assert (answer["level"], answer["exit_code"]) == ("failure", 6)
    assert answer["remedy"].startswith("df -h")
    assert looked.code >= 6


def test_a_machine_that_computes_otherwise_is_named(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    compute_otherwise(monkeypatch)
    looked = ridgekey_branch("doctor", home=homes.basra)
    answer = found(looked.data["items"], "models")
    assert (answer["level"], answer["remedy"]) == ("failure", "pip install --force-reinstall numpy")
    assert "self-test failed" in answer["finding"]
    assert looked.code != 0


def test_every_check_has_a_planted_fault(staffed: Homes) -> None:
    with_time = {"certificate", "authority"}
    of_the_line = {fault.values[1] for fault in LINE_FAULTS}
    planted = {fault.values[1] for fault in FAULTS} | of_the_line | with_time | {"settings", "disk space"}
    assert {each.check for each in examine_branch(staffed.basra)} == planted
    assert len({fault.id for fault in (*FAULTS, *LINE_FAULTS)}) == len(FAULTS) + len(LINE_FAULTS) >= 15


@pytest.mark.parametrize(
    ("greeting", "clock", "agreement"),
    [
        pytest.param(Greeting("0.1", NOW_US, HYBRID), (Level.OK, 0), (Level.OK, 0), id="sound"),
        pytest.param(
            Greeting("0.1", NOW_US + 10**10, HYBRID), (Level.FAILURE, 1), (Level.OK, 0), id="clocks apart"
        ),
        pytest.param(Greeting("0.1", 2**64 - 1, HYBRID), (Level.FAILURE, 1), (Level.OK, 0), id="no time"),
        pytest.param(Greeting("0.1", NOW_US, "x25519"), (Level.OK, 0), (Level.FAILURE, 4), id="no hybrid"),
        pytest.param(Greeting("0.0", 0, ""), (Level.WARNING, 0), (Level.WARNING, 0), id="older release"),
    ],
)
def test_what_the_head_office_says_is_compared(
    staffed: Homes,
    monkeypatch: pytest.MonkeyPatch,
    greeting: Greeting,
    clock: tuple[Level, int],
    agreement: tuple[Level, int],
) -> None:
    monkeypatch.setattr(branch_client.doctor, "ping", lambda _: greeting)
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
