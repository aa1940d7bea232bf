"""Certificates that near their end, with both ends as processes: renewed, killed between, ended (§2.8)."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from branch_client.certificates import ADMISSION_FILE
from lab.demo.commands import Program
from lab.demo.parties import BranchOffice
from tests.scenarios.conftest import TEN_FINGERS, Offices, carried, refused_with

ABOUT_TO_END = "0.0015"  # days: two minutes, of a life that began five minutes earlier
ENDS_AT_ONCE = "0.00003"  # less than three seconds
KILLED_AT = """
import os, signal, sys
from branch_client.certificates import Certificates
from branch_client.cli.app import main
real = Certificates.{name}
def killed(*arguments, **named):
    if {after}:
        real(*arguments, **named)
    os.kill(os.getpid(), signal.SIGKILL)
Certificates.{name} = killed
sys.exit(main(sys.argv[1:]))
"""


def joined(offices: Offices, folder: Path, name: str, days: str) -> BranchOffice:
    """A branch whose first certificate is valid for so many days, with a user and an image to fetch."""
    branch = BranchOffice(name, folder / name)
    request, admission = folder / f"{name}.request", folder / f"{name}.admission"
    branch.ask("init", "--name", name, "--request", request)
    approval = ("branch", "approve", request, "--yes", "-o", admission)
    offices.head_office.run(*approval, branch_certificate_days=days).must_succeed()
    if days == ENDS_AT_ONCE:  # as if it had been accepted in time
        shutil.copy(admission, branch.home / ADMISSION_FILE)
    else:
        branch.ask("accept", admission, "--yes")
    branch.receive(offices.head_office, TEN_FINGERS, folder)
    return branch


def days_left(offices: Offices, name: str) -> int:
    """What the head office says of a branch's certificate."""
    days: int = offices.head_office.ask("branch", "show", name)["certificate_days_left"]
    return days


def fetched(offices: Offices, branch: BranchOffice, folder: Path) -> bool:
    """Whether a branch gets an image, whole."""
    image = next(iter(offices.images))
    branch.ask("fetch", str(TEN_FINGERS), image, "-o", folder / "out")
    return (folder / "out").read_bytes() == offices.images[image]


def test_by_hand_and_once_only(offices: Offices, tmp_path: Path) -> None:
    branch = joined(offices, tmp_path, "zakho", ABOUT_TO_END)
    assert days_left(offices, "zakho") == 0
    assert branch.ask("renew")["certificate_days_left"] == 824
    assert days_left(offices, "zakho") == 824
    assert refused_with(branch.run("renew")) == ("RENEWAL_EARLY", 5)
    branch.receive(offices.head_office, TEN_FINGERS, tmp_path)  # a package after it opens like one before
    assert fetched(offices, branch, tmp_path)


def test_by_itself_within_a_fetch(offices: Offices, tmp_path: Path) -> None:
    branch = joined(offices, tmp_path, "duhok", ABOUT_TO_END)
    assert fetched(offices, branch, tmp_path)
    assert days_left(offices, "duhok") == 824
    rows = offices.head_office.ask("audit", "tail", "--rows", "10000")["items"]
    events = [row["event"] for row in rows if row["actor"].endswith("/branch/duhok")]
    assert events[:2] == ["CERTIFICATE_RENEWED", "CERTIFICATE_REPLACED"]
    assert "DELIVERED" in events[2:]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "after"),
    [
        pytest.param("keep", False, id="before it is kept"),
        pytest.param("keep", True, id="before it is used"),
        pytest.param("put_in_force", False, id="before it is in force"),
        pytest.param("_drop_keys", False, id="before the old key is gone"),
    ],
)
def test_killed_between_two_steps(offices: Offices, tmp_path: Path, name: str, after: bool) -> None:
    branch = joined(
        offices, tmp_path, f"killed-{name.strip('_').replace('_', '-')}-{after}".lower(), ABOUT_TO_END
    )
    script = KILLED_AT.format(name=name, after=after)
    program = Program("ridgekey-branch", branch.home)
    words = [sys.executable, "-c", script, "renew"]
    ended = subprocess.run(words, env=program.environment(), capture_output=True, timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert fetched(offices, branch, tmp_path)
    assert days_left(offices, branch.name) == branch.ask("status")["certificate_days_left"] == 824
    assert len(list((branch.home / "keys").glob("tls*.sealed"))) == 1


def test_a_withdrawn_branch_gets_none(offices: Offices, tmp_path: Path) -> None:
    branch = joined(offices, tmp_path, "halabja", ABOUT_TO_END)
    offices.head_office.ask("branch", "suspend", "halabja")
    assert refused_with(branch.run("renew")) == ("BRANCH_SUSPENDED", 4)
    offices.head_office.ask("branch", "revoke", "halabja", "--yes")
    assert refused_with(branch.run("renew", "--force")) == ("BRANCH_REVOKED", 4)
    assert days_left(offices, "halabja") == 0


def test_one_that_has_ended_comes_back_under_its_name(offices: Offices, tmp_path: Path) -> None:
    branch = joined(offices, tmp_path, "sulaymaniyah", ENDS_AT_ONCE)
    while days_left(offices, "sulaymaniyah") == 0:
        time.sleep(0.2)
    image = next(iter(offices.images))
    ended = branch.run("fetch", str(TEN_FINGERS), image, "-o", tmp_path / "out")
    assert refused_with(ended) == ("CERTIFICATE_EXPIRED", 4)
    assert "ridgekey-branch renew --request FILE" in ended.message
    request, admission = tmp_path / "again.request", tmp_path / "again.admission"
    fingerprint = branch.ask("renew", "--request", request)["fingerprint"]
    approve = ("branch", "approve", request, "--fingerprint", fingerprint, "-o", admission)
    assert refused_with(offices.head_office.run(*approve)) == ("CONFLICT", 5)
    offices.head_office.ask(*approve, "--renew", "--reason", "was away for long")
    branch.ask("accept", admission, "--yes")
    assert fetched(offices, branch, tmp_path)


def test_anothers_admission_is_not_taken(offices: Offices, tmp_path: Path) -> None:
    branch = joined(offices, tmp_path, "khanaqin", ABOUT_TO_END)
    branch.ask("renew", "--request", tmp_path / "again.request")
    refused = branch.run("accept", carried(offices, "basra.admission"), "--yes")
    assert refused_with(refused) == ("PERMISSION_DENIED", 4)
    assert fetched(offices, branch, tmp_path)
