"""Commands under a trust domain that is not the authority's: what is refused, and what still helps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from server.adapters.sql.sqlite_copy import copy_database
from tests.command_lines import as_process, ridgekey
from tests.spoilt_homes import assert_fails
from tests.staffed_homes import Homes

SAYS = "The setting trust_domain is bank.example, but this head office was made for ridgekey.internal"

REFUSED = [
    ["serve"],
    ["status"],
    *(["user", "exit", "17"], ["user", "list"], ["user", "show", "17"], ["counter", "show", "17"]),
    *(["branch", "list"], ["image", "list"], ["admin", "list"]),
    ["audit", "checkpoint"],
    ["config", "renew-certificate"],
    ["config", "rotate-master-key", "--yes"],
    ["db", "backup", "/nowhere/office.tar"],
    ["db", "restored", "--reason", "why"],
    ["counter", "fence", "--to", "9", "--reason", "why"],
]
HELPING = [
    (["config", "show"], 0),
    (["config", "validate"], 2),
    (["doctor"], 2),
    (["db", "check"], 0),
    (["db", "current"], 0),
    (["audit", "verify"], 0),
    (["db", "upgrade"], 0),
    (["audit", "tail"], 0),
]


@pytest.fixture
def astray(staffed: Homes, monkeypatch: pytest.MonkeyPatch) -> Homes:
    """A head office whose environment names another trust domain."""
    monkeypatch.delenv("RIDGEKEY_DATA", raising=False)
    monkeypatch.setenv("RIDGEKEY_TRUST_DOMAIN", "bank.example")
    return staffed


def last_row(home: Path) -> tuple[str, str]:
    """Event and actor of the newest row of the audit log."""
    (row,) = ridgekey("audit", "tail", "--rows", "1", home=home).data["items"]
    return row["event"], row["actor"]


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


def test_the_doctor_names_the_setting_and_the_same_remedy(astray: Homes) -> None:
    looked = ridgekey("doctor", home=astray.office)
    assert_fails(looked, "authority", 2, SAYS, "unset RIDGEKEY_TRUST_DOMAIN")


@pytest.mark.sqlite
@pytest.mark.parametrize("plain", [pytest.param(False, id="a backup"), pytest.param(True, id="a plain copy")])
def test_a_restore_of_the_database_still_works_and_is_the_own_administrators(
    homes: Homes, backup: Path, monkeypatch: pytest.MonkeyPatch, plain: bool, tmp_path: Path
) -> None:
    monkeypatch.setenv("RIDGEKEY_TRUST_DOMAIN", "bank.example")
    database = homes.office / "database.sqlite3"
    if plain:
        backup = tmp_path / "copy.sqlite3"
        copy_database(database, backup)
    database.write_bytes(b"")
    arguments = ("--database-only", "--reason", "database lost", "--yes")
    told = ridgekey("db", "restore", backup, *arguments, home=homes.office)
    assert (told.code, told.data["fence_required"]) == (0, True), told.err
    assert last_row(homes.office) == ("DATABASE_RESTORED", "spiffe://ridgekey.internal/admin/local")


@pytest.mark.sqlite
def test_so_is_a_restore_of_everything(
    homes: Homes, backup: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RIDGEKEY_TRUST_DOMAIN", "bank.example")
    key = tmp_path / "master.key"
    key.write_bytes((homes.office / "secrets" / "master.key").read_bytes())
    home = tmp_path / "anew"
    told = ridgekey(
        "db", "restore", backup, "--key-file", key, "--reason", "machine lost", "--yes", home=home
    )
    assert told.code == 0, told.err
    assert last_row(home) == ("DATABASE_RESTORED", "spiffe://ridgekey.internal/admin/local")


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


@pytest.mark.parametrize("spoil", [Path.unlink, lambda file: file.write_bytes(b"no certificate")])
def test_without_the_certificate_the_record_says_whose_it_is(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], object]
) -> None:
    monkeypatch.setenv("RIDGEKEY_TRUST_DOMAIN", "bank.example")
    spoil(homes.office / "certificates" / "authority.pem")
    before = homes.everything()
    refused = ridgekey("user", "exit", "17", home=homes.office)
    assert (refused.code, SAYS in refused.sentence) == (2, True)
    assert homes.everything() == before


@pytest.mark.parametrize("command", ["serve", "status"])
def test_the_real_process_ends_at_once_with_one_sentence(astray: Homes, command: str) -> None:
    refused = as_process("server.cli", command, "--home", astray.office)
    assert (refused.code, refused.out) == (2, "")
    assert SAYS in refused.sentence
