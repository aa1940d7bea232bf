"""``ridgekey branch``: requests are compared, admitted once, and kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from shared.crypto.certificates import certificate_sha256
from shared.crypto.joining import parse_admission
from tests.command_lines import Outcome, ridgekey, ridgekey_branch
from tests.staffed_homes import Homes


def request(folder: Path, name: str = "erbil") -> Path:
    """The request of a new branch."""
    path = folder / f"{name}.request"
    made = ridgekey_branch("init", "--name", name, "--request", path, home=folder / f"home of {name}")
    assert made.code == 0, made.err
    return path


def approve(homes: Homes, path: Path, *arguments: str | Path) -> Outcome:
    """Approve a request into ``out.admission``."""
    output = () if "-o" in arguments else ("-o", homes.file("out.admission"))
    return ridgekey("branch", "approve", path, *output, *arguments, "--format", "json", home=homes.office)


def test_the_right_fingerprint_admits(homes: Homes, tmp_path: Path) -> None:
    path = request(tmp_path)
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
    approved = approve(homes, path, "--fingerprint", fingerprint).data
    admission = parse_admission(homes.file("out.admission").read_bytes())
    assert admission.identity.name == approved["branch"] == "erbil"
    assert admission.authority_fingerprint == approved["authority_fingerprint"]
    assert homes.file("out.admission").stat().st_mode & 0o777 == 0o600


def test_what_init_shows_is_what_approve_asks_for(homes: Homes, tmp_path: Path) -> None:
    made = ridgekey_branch("init", "--name", "erbil", "--format", "json", home=tmp_path / "erbil").data
    assert approve(homes, Path(made["request"]), "--fingerprint", made["fingerprint"]).code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(["--fingerprint", "00" * 32], 7, "not the one given", id="another fingerprint"),
        pytest.param(["--fingerprint", "00"], 2, "64 hexadecimal digits", id="no fingerprint"),
        pytest.param([], 2, "--fingerprint, or trust with --yes", id="nobody to ask"),
        pytest.param(["--yes", "-o", "missing/out"], 2, "create it first", id="no folder for the admission"),
        pytest.param(["--yes", "-o", "/"], 2, "is a folder", id="a folder as admission"),
        pytest.param(["--yes", "--reason", "a\x07"], 2, "A reason is", id="a reason that rings"),
    ],
)
def test_a_refused_approval_changes_nothing(
    homes: Homes, tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    path = request(tmp_path)
    before = homes.everything()
    refused = approve(homes, path, *arguments)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.err
    assert homes.everything() == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", 7, id="empty"),
        pytest.param(b"a letter", 7, id="something else"),
        pytest.param(b"x" * 20_000, 1, id="far too large"),
        pytest.param(None, 3, id="missing"),
    ],
)
def test_a_file_that_is_no_request_is_refused(
    homes: Homes, tmp_path: Path, content: bytes | None, code: int
) -> None:
    path = tmp_path / "some.request"
    if content is not None:
        path.write_bytes(content)
    before = homes.everything()
    assert approve(homes, path, "--yes").code == code
    assert homes.everything() == before


def test_a_request_altered_by_one_bit_is_refused(homes: Homes, tmp_path: Path) -> None:
    path = request(tmp_path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)
    refused = approve(homes, path, "--yes")
    assert refused.code == 7
    assert "have the branch send it again" in refused.err


def test_a_lost_admission_is_written_again(homes: Homes) -> None:
    first = homes.file("basra.admission").read_bytes()
    assert approve(homes, homes.file("basra.request"), "--yes").code == 0
    assert homes.file("out.admission").read_bytes() == first
    assert len(ridgekey("branch", "list", home=homes.office).data["items"]) == 2


def test_a_name_belongs_to_its_first_branch(homes: Homes, tmp_path: Path) -> None:
    before = homes.everything()
    refused = approve(homes, request(tmp_path, "basra"), "--yes")
    assert refused.code == 5
    assert "There is a branch basra already" in refused.err
    assert homes.everything() == before


def test_a_branch_is_given_a_new_certificate_by_name(homes: Homes, tmp_path: Path) -> None:
    before = ridgekey("branch", "show", "basra", "--format", "json", home=homes.office).data
    approved = approve(homes, request(tmp_path, "basra"), "--yes", "--renew", "--reason", "laptop lost")
    assert approved.code == 0
    assert "grant its users again" in approved.err
    after = ridgekey("branch", "show", "basra", "--format", "json", home=homes.office).data
    issued = certificate_sha256(parse_admission(homes.file("out.admission").read_bytes()).certificate)
    assert after["certificate_sha256"] == issued.hex() != before["certificate_sha256"]
    assert (after["users"], after["status"]) == ([17], "active")
    (row,) = ridgekey("audit", "tail", "--rows", "1", "--format", "json", home=homes.office).data["items"]
    assert row["event"] == "BRANCH_READMITTED"
    assert row["reason"] == f"branch basra certificate {issued.hex()}: laptop lost"


@pytest.mark.parametrize(
    ("name", "revoked", "code", "says"),
    [
        pytest.param("erbil", False, 3, "There is no branch erbil", id="no such branch"),
        pytest.param("basra", True, 4, "revoked, and that is for ever", id="revoked"),
    ],
)
def test_who_is_no_branch_is_given_none(
    homes: Homes, tmp_path: Path, name: str, revoked: bool, code: int, says: str
) -> None:
    if revoked:
        assert ridgekey("branch", "revoke", name, "--yes", home=homes.office).code == 0
    papers = sorted((homes.office / "branches").iterdir())
    refused = approve(homes, request(tmp_path, name), "--yes", "--renew")
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert sorted((homes.office / "branches").iterdir()) == papers
    assert not homes.file("out.admission").exists()


def test_list_and_show_agree(homes: Homes) -> None:
    listed = ridgekey("branch", "list", "--format", "json", home=homes.office).data["items"]
    assert [branch["name"] for branch in listed] == ["basra", "mosul"]
    shown = ridgekey("branch", "show", "basra", "--format", "json", home=homes.office).data
    assert shown == {**listed[0], "renewed_until": None, "users": [17]}
    assert shown["certificate_days_left"] in (824, 825)
    assert shown["uri"] == "spiffe://ridgekey.internal/branch/basra"
    assert shown["status"] == "active"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("erbil", 3, id="no such branch"),
        pytest.param("../basra", 2, id="a path"),
        pytest.param("", 2, id="empty"),
        pytest.param("Basra", 2, id="capital"),
    ],
)
def test_a_branch_that_is_not_there_is_named(homes: Homes, name: str, code: int) -> None:
    refused = ridgekey("branch", "show", name, home=homes.office)
    assert (refused.code, refused.out) == (code, "")
    assert refused.sentence
