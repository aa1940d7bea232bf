"""``ridgekey-branch renew``, and what the other commands do about a certificate that nears its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.crypto.joining import parse_request
from tests.command_lines import Outcome, as_process, ridgekey, ridgekey_branch
from tests.staffed_homes import Homes

ABOUT_TO_END = "0.0015"  # days: two minutes, of a life that began five minutes earlier


def renew(homes: Homes, *arguments: str | Path, home: Path | None = None) -> Outcome:
    """Renew basra's certificate."""
    return ridgekey_branch("renew", *arguments, "--format", "json", home=home or homes.basra)


def joined(homes: Homes, folder: Path, name: str, days: str) -> Path:
    """A branch whose certificate is valid for so many days."""
    home, request, admission = folder / name, folder / f"{name}.request", folder / f"{name}.admission"
    assert ridgekey_branch("init", "--name", name, "--request", request, home=home).code == 0
    approve = ("branch", "approve", request, "--yes", "-o", admission, "--home", homes.office)
    assert as_process("server.cli", *approve, RIDGEKEY_BRANCH_CERTIFICATE_DAYS=days).code == 0
    assert ridgekey_branch("accept", admission, "--yes", home=home).code == 0
    return home


def test_a_fresh_certificate_is_left_alone(served: Homes) -> None:
    refused = ridgekey_branch("renew", "--format", "table", home=served.basra)
    assert (refused.code, refused.out) == (5, "")
    assert "--force" in refused.sentence


def test_a_renewed_certificate_is_said(served: Homes) -> None:
    renewed = renew(served, "--force").data
    assert set(renewed) == {"branch", "certificate_expires_at", "certificate_days_left"}
    assert (renewed["branch"], renewed["certificate_days_left"]) == ("basra", 824)
    shown = ridgekey("branch", "show", "basra", "--format", "json", home=served.office).data
    assert shown["certificate_expires_at"] == renewed["certificate_expires_at"]


def test_a_request_by_file_is_one_of_this_branch(served: Homes, tmp_path: Path) -> None:
    asked = renew(served, "--request", tmp_path / "again.request")
    request = parse_request((tmp_path / "again.request").read_bytes())
    first = parse_request(served.file("basra.request").read_bytes())
    assert (request.name, request.fingerprint) == ("basra", asked.data["fingerprint"])
    assert request.hpke_public_key == first.hpke_public_key
    assert request.public_key != first.public_key
    assert "ridgekey branch approve again.request --renew" in asked.err


@pytest.mark.parametrize("place", ["missing/file", "."])
def test_a_request_that_cannot_be_written_leaves_no_key(served: Homes, tmp_path: Path, place: str) -> None:
    before = sorted((served.basra / "keys").iterdir())
    refused = renew(served, "--request", tmp_path / place)
    assert (refused.code, refused.out) == (2, "")
    assert sorted((served.basra / "keys").iterdir()) == before


def test_status_and_doctor_say_when_it_ends(served: Homes, tmp_path: Path) -> None:
    home = joined(served, tmp_path, "kut", ABOUT_TO_END)
    said = ridgekey_branch("status", "--format", "json", home=home)
    assert said.data["certificate_days_left"] == 0
    assert "ends today. Renew it by `ridgekey-branch renew`." in said.err
    found = ridgekey_branch("doctor", "--format", "json", home=home).data["items"]
    (certificate,) = (each for each in found if each["check"] == "certificate")
    assert (certificate["level"], certificate["remedy"]) == (
        "warning",
        f"ridgekey-branch renew --home {home}",
    )


def test_list_renews_by_itself_and_says_nothing(served: Homes, tmp_path: Path) -> None:
    home = joined(served, tmp_path, "amara", ABOUT_TO_END)
    listed = ridgekey_branch("list", "17", home=home)
    assert listed.code == 4
    assert "no grant" in listed.sentence
    assert ridgekey_branch("status", "--format", "json", home=home).data["certificate_days_left"] == 824


def test_a_suspended_branch_is_told_so_once_for_each_try(served: Homes, tmp_path: Path) -> None:
    home = joined(served, tmp_path, "rutba", ABOUT_TO_END)
    assert ridgekey("branch", "suspend", "rutba", home=served.office).code == 0
    refused = ridgekey_branch("list", "17", home=home)
    assert refused.code == 4
    assert [("suspended" in line) for line in refused.err.splitlines()] == [True, True]
    assert renew(served, home=home).code == 4
