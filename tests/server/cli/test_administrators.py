"""``ridgekey admin``: asking for a certificate, issuing, accepting, listing and revoking it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.administrators import appoint
from tests.command_lines import Outcome, ridgekey
from tests.staffed_homes import Homes


def issue(homes: Homes, request: Path, folder: Path, *options: str) -> Outcome:
    """Issue a certificate for a request."""
    output = folder / "new.admission"
    return ridgekey("admin", "issue", request, "-o", output, "--yes", *options, home=homes.office)


def listed(homes: Homes) -> dict[str, str]:
    """Every administrator and the status."""
    items = ridgekey("admin", "list", home=homes.office).data["items"]
    return {item["name"]: item["status"] for item in items}


def last_event(homes: Homes) -> tuple[str, str | None]:
    """Event and reason of the newest audit row."""
    (row,) = ridgekey("audit", "tail", "--rows", "1", home=homes.office).data["items"]
    return row["event"], row["reason"]


def test_a_certificate_is_issued_listed_and_revoked(homes: Homes, tmp_path: Path) -> None:
    home = appoint(homes.office, tmp_path)
    assert listed(homes) == {"zainab": "active"}
    assert last_event(homes) == ("ADMIN_ISSUED", "administrator zainab")
    looked = ridgekey("admin", "revoke", "zainab", "--dry-run", home=homes.office)
    assert (looked.code, looked.data["status"], looked.data["would_become"]) == (0, "active", "revoked")
    assert last_event(homes) == ("ADMIN_ISSUED", "administrator zainab")
    revoked = ridgekey("admin", "revoke", "zainab", "--yes", "--reason", "stolen", home=homes.office)
    assert (revoked.code, revoked.data["status"]) == (0, "revoked")
    assert last_event(homes) == ("ADMIN_REVOKED", "administrator zainab: stolen")
    for how in ("--yes", "--dry-run"):
        assert ridgekey("admin", "revoke", "zainab", how, home=homes.office).code == 5
    again = issue(homes, home / "zainab.request", tmp_path, "--replace")
    assert (again.code, listed(homes)) == (5, {"zainab": "revoked"})
    assert "for ever; choose another name" in again.sentence


def test_another_certificate_of_the_same_name_must_be_meant(homes: Homes, tmp_path: Path) -> None:
    home = appoint(homes.office, tmp_path)
    first = ridgekey("admin", "list", home=homes.office).data["items"]
    refused = issue(homes, home / "zainab.request", tmp_path)
    assert refused.code == 5
    assert "--replace" in refused.sentence
    assert ridgekey("admin", "list", home=homes.office).data["items"] == first
    assert issue(homes, home / "zainab.request", tmp_path, "--replace", "--days", "30").code == 0
    second = ridgekey("admin", "list", home=homes.office).data["items"]
    assert second[0]["certificate_sha256"] != first[0]["certificate_sha256"]
    assert ridgekey("admin", "accept", tmp_path / "new.admission", "--yes", home=home).code == 0


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param("admin request --name local", 2, "the audit's word", id="a name that is taken"),
        pytest.param("admin request --name Zainab", 2, "1 to 63 lower-case", id="a name that is none"),
        pytest.param("admin revoke nobody --yes", 3, "There is no administrator nobody", id="nobody"),
        pytest.param("admin revoke local --yes", 2, "the audit's word", id="the local administrator"),
        pytest.param("admin issue {basra} -o {out} --yes", 7, "no intact request of an admin", id="a branch"),
        pytest.param("admin issue {nothing} -o {out} --yes", 3, "There is no file", id="no file"),
        pytest.param("admin issue {zainab} -o {out}", 2, "--fingerprint", id="nobody to ask"),
        pytest.param("admin issue {zainab} -o {out} --fingerprint 12", 2, "64 hexadecimal", id="a short one"),
        pytest.param(
            "admin issue {zainab} -o {out} --fingerprint " + "0" * 64, 7, "is not the one given", id="another"
        ),
        pytest.param("admin issue {zainab} -o {out} --yes --days 0", 2, "--days", id="no days"),
        pytest.param("admin issue {zainab} -o {nowhere} --yes", 2, "", id="nowhere to write"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    homes: Homes, tmp_path: Path, words: str, code: int, says: str
) -> None:
    assert ridgekey("admin", "request", "--name", "zainab", home=tmp_path / "zainab").code == 0
    places = {
        "basra": homes.file("basra.request"),
        "nothing": tmp_path / "nothing",
        "zainab": tmp_path / "zainab" / "zainab.request",
        "out": tmp_path / "out",
        "nowhere": tmp_path / "no-folder" / "out",
    }
    home = tmp_path / "other" if "admin request" in words else homes.office
    refused = ridgekey(*(word.format(**places) for word in words.split()), home=home)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert listed(homes) == {}
    assert not (tmp_path / "out").exists()


def test_an_admission_of_somebody_else_is_refused(homes: Homes, tmp_path: Path) -> None:
    appoint(homes.office, tmp_path)
    assert ridgekey("admin", "request", "--name", "omar", home=tmp_path / "omar").code == 0
    refused = ridgekey("admin", "accept", tmp_path / "zainab.admission", "--yes", home=tmp_path / "omar")
    assert (refused.code, refused.out) == (4, "")
    branch = ridgekey("admin", "accept", homes.file("basra.admission"), "--yes", home=tmp_path / "omar")
    assert branch.code == 7
    assert not (tmp_path / "omar" / "head-office.admission").exists()


def test_a_home_is_made_once(homes: Homes, tmp_path: Path) -> None:
    assert ridgekey("admin", "request", "--name", "zainab", home=tmp_path / "zainab").code == 0
    again = ridgekey("admin", "request", "--name", "zainab", home=tmp_path / "zainab")
    assert (again.code, "is the home of an administrator already" in again.sentence) == (5, True)
    assert ridgekey("admin", "request", "--name", "zainab", home=homes.office).code == 5


def test_administration_is_switched_by_a_setting_that_is_audited(homes: Homes) -> None:
    shown = ridgekey("config", "show", home=homes.office).data
    assert (shown["administration"], shown["administration_from"]) == ("off", "the release")
    assert ridgekey("config", "administration", "on", "--reason", "ops", home=homes.office).code == 0
    assert last_event(homes) == ("ADMINISTRATION_CHOSEN", "administration from other machines on: ops")
    shown = ridgekey("config", "show", home=homes.office).data
    assert (shown["administration"], shown["administration_from"]) == ("on", "this head office")
    assert ridgekey("config", "administration", "maybe", home=homes.office).code == 2


def test_the_doctor_names_those_whose_certificate_ends(homes: Homes, tmp_path: Path) -> None:
    def finding() -> dict[str, str]:
        (found,) = [
            item
            for item in ridgekey("doctor", home=homes.office).data["items"]
            if item["check"] == "administrators"
        ]
        return found

    home = appoint(homes.office, tmp_path)
    assert finding()["level"] == "ok"
    assert issue(homes, home / "zainab.request", tmp_path, "--replace", "--days", "20").code == 0
    assert (finding()["level"], finding()["remedy"].startswith("ridgekey admin list")) == ("warning", True)
    assert finding()["finding"].startswith("The certificate of zainab ends within 30 days")
    assert ridgekey("admin", "revoke", "zainab", "--yes", home=homes.office).code == 0
    assert finding()["level"] == "ok"
