"""``ridgekey db backup``, ``db check --backup`` and ``db restore`` of a whole head office."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config

from server.bootstrap.backup import making
from server.cli.office import opened
from tests.command_lines import ROOT, ridgekey
from tests.databases import new_database, on_postgres
from tests.server.cli.backups import restored
from tests.staffed_homes import ONE_PRINT, Homes

NOT_COMPARED = ("database.sqlite3", "database.sqlite3-wal", "database.sqlite3-shm", "locks", "secrets")


def files_of(home: Path) -> dict[str, bytes]:
    """Every file of a home that a restore brings back as it was."""
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.relative_to(home).parts[0] not in NOT_COMPARED
    }


def test_a_head_office_is_restored_whole_and_waits_for_its_fence(
    homes: Homes, backup: Path, key: Path
) -> None:
    rows = ridgekey("db", "check", "--backup", backup, home=homes.office).data["audit_rows"]
    (homes.office / "images" / "scan-1.sealed").touch()
    told = restored(homes, backup, "--key-file", key)
    assert told.code == 0, told.err
    new = homes.file("new")
    assert (told.data["audit_rows"], told.data["fence_required"]) == (rows + 1, True)
    assert (told.data["images"], told.data["enrolments"], told.data["highest_number"]) == (1, 1, 0)
    assert "counter fence" in told.err
    assert files_of(new) == files_of(homes.office)
    assert (new / "secrets" / "master.key").read_bytes() == key.read_bytes()
    assert {path.stat().st_mode & 0o077 for path in new.rglob("*")} == {0}
    last = ridgekey("audit", "tail", "--rows", "1", home=new).data["items"][0]
    assert (last["event"], last["reason"]) == ("DATABASE_RESTORED", "disk lost")
    found = {each["check"]: each for each in ridgekey("doctor", "--scrub", home=new).data["items"]}
    assert {name for name, each in found.items() if each["level"] == "failure"} == {"fence"}
    fenced = ridgekey("counter", "fence", "--to", "100", "--reason", "disk lost", home=new)
    assert fenced.code == 0, fenced.err
    assert ridgekey("audit", "verify", home=new).code == 0
    assert ridgekey("doctor", "--scrub", home=new).code == 0
    assert ridgekey("db", "check", home=new).code == 0


def test_the_master_key_comes_back_out_of_the_backup(
    homes: Homes, tmp_path: Path, passphrase: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "office.tar"
    made = ridgekey(
        "db", "backup", file, "--with-master-key", "--passphrase-file", passphrase, home=homes.office
    )
    assert (made.code, made.data["with_master_key"], made.err) == (0, True, "")
    if url := new_database():
        monkeypatch.setenv("RIDGEKEY_DATABASE_URL", url)
    checked = ridgekey("db", "check", "--backup", file, "--passphrase-file", passphrase, home=tmp_path / "no")
    assert (checked.code, checked.data["authentic"], checked.data["with_master_key"]) == (0, True, True)
    told = restored(homes, file, "--passphrase-file", passphrase)
    assert told.code == 0, told.err
    kept = (homes.office / "secrets" / "master.key").read_bytes()
    assert (homes.file("new") / "secrets" / "master.key").read_bytes() == kept


def test_a_key_that_the_settings_name_is_not_laid_into_the_home(
    homes: Homes, backup: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY_FILE", str(key))
    told = restored(homes, backup)
    assert told.code == 0, told.err
    assert not (homes.file("new") / "secrets" / "master.key").exists()
    assert ridgekey("user", "list", home=homes.file("new")).code == 0


def test_settings_of_people_come_back_as_they_wrote_them(
    homes: Homes, tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# a comment\ndrain_grace_seconds = 9.0\n"
    (homes.office / "config.toml").write_text(text)
    (homes.office / "config.toml").chmod(0o600)
    assert ridgekey("db", "backup", tmp_path / "a.tar", home=homes.office).code == 0
    if url := new_database():
        monkeypatch.setenv("RIDGEKEY_DATABASE_URL", url)
    assert restored(homes, tmp_path / "a.tar", "--key-file", key).code == 0
    assert (homes.file("new") / "config.toml").read_text() == text


def test_a_dry_run_changes_nothing(homes: Homes, backup: Path, key: Path) -> None:
    before = homes.everything()
    told = restored(homes, backup, "--key-file", key, "--dry-run")
    assert (told.code, told.data["fence_required"]) == (0, False)
    assert "Nothing was changed." in told.err
    assert homes.everything() == before
    assert not homes.file("new").exists()


def test_without_a_key_a_backup_is_seen_to_be_whole(homes: Homes, backup: Path) -> None:
    (homes.office / "secrets" / "master.key").unlink()
    told = ridgekey("db", "check", "--backup", backup, home=homes.office)
    assert (told.code, told.data["authentic"]) == (0, False)
    assert "--key-file" in told.err


@pytest.mark.sqlite
@pytest.mark.parametrize("lost", ["gone", "emptied"])
def test_a_lost_database_comes_back_alone(homes: Homes, backup: Path, lost: str) -> None:
    for file in homes.office.glob("database.sqlite3*"):
        file.unlink()
    if lost == "emptied":
        (homes.office / "database.sqlite3").touch(0o600)
    put = ("db", "restore", backup, "--database-only", "--reason", "lost", "--yes")
    told = ridgekey(*put, home=homes.office)
    assert told.code == 0, told.err
    assert ridgekey("counter", "fence", home=homes.office).data["required"]
    assert ridgekey("db", "check", home=homes.office).code == 0


@pytest.mark.sqlite
def test_a_backup_of_an_older_schema_is_brought_to_this_one(
    homes: Homes, tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = making.snapshot

    @contextmanager
    def older(*given: Any) -> Iterator[Any]:
        with taken(*given) as copied:
            yield copied
        with monkeypatch.context() as patched:
            patched.setenv("RIDGEKEY_DATABASE_URL", f"sqlite:///{copied.file}")
            command.downgrade(Config(ROOT / "alembic.ini"), "0004")

    monkeypatch.setattr(making, "snapshot", older)
    monkeypatch.setattr(making, "head_revision", lambda: "0004")
    assert ridgekey("db", "backup", tmp_path / "a.tar", home=homes.office).code == 0
    checked = ridgekey("db", "check", "--backup", tmp_path / "a.tar", home=homes.office)
    assert (checked.code, checked.data["schema"]) == (0, "0004")
    assert restored(homes, tmp_path / "a.tar", "--key-file", key).code == 0
    assert ridgekey("db", "current", home=homes.file("new")).data["current"]


def test_images_that_are_fetched_later_are_those_that_were_stored(
    homes: Homes, backup: Path, key: Path
) -> None:
    assert restored(homes, backup, "--key-file", key).code == 0
    with opened(homes.file("new")) as office:
        assert office.images.get("scan-1").data == ONE_PRINT.read_bytes()
    assert on_postgres() or (homes.file("new") / "database.sqlite3").is_file()
