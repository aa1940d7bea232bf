"""``ridgekey-branch init``, ``accept`` and ``import``: what they refuse, and that nothing is left then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from shared.crypto.certificates import certificate_sha256, decode_certificate
from tests.command_lines import ridgekey, ridgekey_branch
from tests.staffed_homes import Homes


def authority_fingerprint(homes: Homes) -> str:
    """What the head office reads out."""
    pem = (homes.office / "certificates" / "authority.pem").read_bytes()
    return certificate_sha256(decode_certificate(pem)).hex()


def test_init_says_what_the_head_office_will_ask_for(tmp_path: Path) -> None:
    made = ridgekey_branch("init", "--name", "erbil", "--format", "json", home=tmp_path / "erbil").data
    assert set(made) == {"name", "home", "request", "fingerprint"}
    assert Path(made["request"]) == tmp_path / "erbil" / "erbil.request"


def test_a_second_init_changes_nothing(homes: Homes) -> None:
    before = homes.everything()
    for home in (homes.basra, homes.office, homes.folder):
        refused = ridgekey_branch("init", "--name", "basra", home=home)
        assert (refused.code, refused.out) == (5, "")
        assert refused.sentence
    assert homes.everything() == before


@pytest.mark.parametrize("name", ["", "Basra", "a/b", "..", "a\0b", "-a", "b" * 64])
def test_a_name_that_is_none_leaves_nothing(tmp_path: Path, name: str) -> None:
    refused = ridgekey_branch("init", f"--name={name}", home=tmp_path / "home")
    assert (refused.code, refused.out) == (2, "")
    assert "A branch name has 1 to 63" in refused.sentence
    assert list(tmp_path.iterdir()) == []


def test_the_right_fingerprint_is_accepted(homes: Homes) -> None:
    accepted = ridgekey_branch(
        "accept",
        homes.file("mosul.admission"),
        "--fingerprint",
        authority_fingerprint(homes),
        "--format",
        "json",
        home=homes.mosul,
    )
    assert accepted.data["branch"] == "mosul"
    assert accepted.data["head_office"] == "spiffe://ridgekey.internal/head-office"


def flip(path: Path) -> None:
    """Change one bit in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def nothing(path: Path) -> None:
    """Leave the file as it is."""


@pytest.mark.parametrize(
    ("file", "change", "arguments", "code", "says"),
    [
        pytest.param("mosul.admission", flip, ["--yes"], 7, "no intact admission", id="one bit altered"),
        pytest.param(
            "basra.admission", nothing, ["--yes"], 4, "for branch basra, not for mosul", id="another's"
        ),
        pytest.param("mosul.request", nothing, ["--yes"], 7, "no intact admission", id="a request"),
        pytest.param("17.enrolment", nothing, ["--yes"], 7, "no intact admission", id="a package"),
        pytest.param("absent", nothing, ["--yes"], 3, "There is no file", id="missing"),
        pytest.param("basra", nothing, ["--yes"], 2, "is a folder", id="a folder"),
        pytest.param("mosul.admission", nothing, [], 2, "--fingerprint, or trust", id="nobody to ask"),
        pytest.param(
            "mosul.admission", nothing, ["--fingerprint", "0"], 2, "64 hexadecimal", id="no fingerprint"
        ),
        pytest.param(
            "mosul.admission",
            nothing,
            ["--fingerprint", "0" * 64],
            7,
            "do not trust",
            id="another fingerprint",
        ),
    ],
)
def test_a_refused_admission_changes_nothing(
    homes: Homes, file: str, change: Callable[[Path], None], arguments: list[str], code: int, says: str
) -> None:
    change(homes.file(file))
    before = homes.everything()
    refused = ridgekey_branch("accept", homes.file(file), *arguments, home=homes.mosul)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


def test_a_branch_that_began_anew_needs_a_new_admission(homes: Homes, tmp_path: Path) -> None:
    ridgekey_branch("init", "--name", "basra", home=tmp_path / "again")
    refused = ridgekey_branch("accept", homes.file("basra.admission"), "--yes", home=tmp_path / "again")
    assert refused.code == 4
    assert "another request" in refused.sentence


def test_an_enrolment_is_imported(homes: Homes) -> None:
    imported = ridgekey_branch("import", homes.file("17.enrolment"), "--format", "json", home=homes.basra)
    assert imported.data == {"user": 17, "generation": 1, "fingers": ["left_little"]}


@pytest.mark.parametrize(
    ("file", "change", "code", "says"),
    [
        pytest.param("17.enrolment", flip, 7, "no intact enrolment package", id="one bit altered"),
        pytest.param("mosul.enrolment", nothing, 4, "for branch mosul", id="another branch's"),
        pytest.param("basra.admission", nothing, 7, "no intact enrolment package", id="an admission"),
        pytest.param("absent", nothing, 3, "There is no file", id="missing"),
        pytest.param("prints", nothing, 2, "is a folder", id="a folder"),
    ],
)
def test_a_refused_package_changes_nothing(
    homes: Homes, file: str, change: Callable[[Path], None], code: int, says: str
) -> None:
    ridgekey("user", "grant", "17", "mosul", "-o", homes.file("mosul.enrolment"), home=homes.office)
    change(homes.file(file))
    before = homes.everything()
    refused = ridgekey_branch("import", homes.file(file), home=homes.basra)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


def test_importing_before_accepting_names_the_next_step(homes: Homes) -> None:
    refused = ridgekey_branch("import", homes.file("17.enrolment"), home=homes.mosul)
    assert refused.code == 1
    assert "ridgekey-branch accept" in refused.sentence


@pytest.mark.parametrize("command", ["accept", "import"])
def test_a_folder_that_is_no_branch_is_refused(homes: Homes, tmp_path: Path, command: str) -> None:
    for home, says in (
        (tmp_path / "nowhere", "ridgekey-branch init"),
        (homes.office, "home of a head office"),
    ):
        refused = ridgekey_branch(command, homes.file("basra.admission"), home=home)
        assert (refused.code, refused.out) == (1, "")
        assert says in refused.sentence
    assert not (tmp_path / "nowhere").exists()
