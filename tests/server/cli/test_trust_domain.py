"""Commands under a trust domain that is not the authority's: what is refused, and what still helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_lines import as_process, ridgekey
from tests.staffed_homes import Homes

SAYS = "The setting trust_domain is bank.example, but the authority of this head office certifies"

REFUSED = [
    ["serve"],
    ["status"],
    ["user", "exit", "17"],
    ["audit", "checkpoint"],
    ["config", "renew-certificate"],
    ["config", "rotate-master-key", "--yes"],
    ["db", "backup", "/nowhere/office.tar"],
    ["counter", "fence", "--to", "9", "--reason", "why"],
]
HELPING = [
    (["config", "show"], 0),
    (["config", "validate"], 2),
    (["doctor"], 1),
    (["db", "check"], 0),
    (["db", "current"], 0),
    (["audit", "verify"], 0),
    (["audit", "tail"], 0),
]


@pytest.fixture
def astray(staffed: Homes, monkeypatch: pytest.MonkeyPatch) -> Homes:
    """A head office whose environment names another trust domain."""
    monkeypatch.delenv("RIDGEKEY_DATA", raising=False)
    monkeypatch.setenv("RIDGEKEY_TRUST_DOMAIN", "bank.example")
    return staffed


@pytest.mark.parametrize("command", [pytest.param(each, id=" ".join(each[:2])) for each in REFUSED])
def test_what_signs_or_audits_is_refused_before_it_begins(astray: Homes, command: list[str]) -> None:
    before = astray.everything()
    refused = ridgekey(*command, home=astray.office)
    assert (refused.code, refused.out) == (2, "")
    assert SAYS in refused.sentence
    assert "unset RIDGEKEY_TRUST_DOMAIN" in refused.sentence
    assert astray.everything() == before


@pytest.mark.parametrize(("command", "code"), [pytest.param(*each, id=" ".join(each[0])) for each in HELPING])
def test_what_helps_to_mend_it_works(astray: Homes, command: list[str], code: int) -> None:
    told = ridgekey(*command, home=astray.office)
    assert told.code == code, told.err
    assert told.data


def test_validate_names_the_setting_and_the_remedy(astray: Homes) -> None:
    (answer,) = ridgekey("config", "validate", home=astray.office).data["items"]
    assert (answer["check"], answer["remedy"]) == ("trust_domain", "unset RIDGEKEY_TRUST_DOMAIN")
    assert SAYS in answer["finding"]


def test_validate_names_the_file_that_says_it(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RIDGEKEY_DATA", raising=False)
    file = homes.office / "config.toml"
    file.write_text("trust_domain = 'bank.example'\n")
    (answer,) = ridgekey("config", "validate", home=homes.office).data["items"]
    assert (answer["check"], answer["remedy"]) == ("trust_domain", f"$EDITOR {file}")


@pytest.mark.sqlite
def test_a_restore_of_the_database_still_works(
    homes: Homes, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIDGEKEY_TRUST_DOMAIN", "bank.example")
    (homes.office / "database.sqlite3").write_bytes(b"")
    arguments = ("--database-only", "--reason", "database lost", "--yes")
    told = ridgekey("db", "restore", backup, *arguments, home=homes.office)
    assert (told.code, told.data["fence_required"]) == (0, True), told.err


@pytest.mark.parametrize(
    ("command", "code"),
    [
        pytest.param(["config", "show"], 0, id="config show"),
        pytest.param(["config", "validate"], 0, id="config validate"),
        pytest.param(["audit", "verify"], 0, id="audit verify"),
        pytest.param(["db", "check"], 0, id="db check"),
        pytest.param(["user", "exit", "17"], 0, id="user exit"),
        pytest.param(["doctor"], 1, id="doctor"),
        pytest.param(["serve"], 1, id="serve"),
        pytest.param(["status"], 1, id="status"),
    ],
)
def test_a_lost_certificate_stops_only_what_needs_it(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, command: list[str], code: int
) -> None:
    monkeypatch.delenv("RIDGEKEY_DATA", raising=False)
    (homes.office / "certificates" / "authority.pem").unlink()
    told = ridgekey(*command, home=homes.office)
    assert told.code == code, told.err
    if command[0] in ("serve", "status"):
        assert "authority.pem is missing or damaged" in told.err


@pytest.mark.parametrize("command", ["serve", "status"])
def test_the_real_process_ends_at_once_with_one_sentence(astray: Homes, command: str) -> None:
    refused = as_process("server.cli", command, "--home", astray.office)
    assert (refused.code, refused.out) == (2, "")
    assert SAYS in refused.sentence
