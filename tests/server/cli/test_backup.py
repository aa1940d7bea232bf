"""``ridgekey db backup``, ``db check --backup`` and ``db restore`` of a whole head office."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config

from server.bootstrap.backup import making
from server.cli.office import opened
from tests.command_lines import ROOT, Outcome, ridgekey
from tests.databases import new_database, on_postgres
from tests.server.database_file import run_sql
from tests.staffed_homes import ONE_PRINT, Homes

WORDS = "five words that nobody says"
NOT_COMPARED = ("database.sqlite3", "database.sqlite3-wal", "database.sqlite3-shm", "locks", "secrets")


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    """A file with a passphrase."""
    file = tmp_path / "passphrase"
    file.write_text(f"{WORDS}\n")
    file.chmod(0o600)
    return file


@pytest.fixture
def key(homes: Homes, tmp_path: Path) -> Path:
    """The master key, as it was kept apart."""
    return Path(shutil.copy(homes.office / "secrets" / "master.key", tmp_path / "kept.key"))


@pytest.fixture
def backup(homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup of the head office, without the master key; its restore finds an empty database."""
    file = tmp_path / "office.tar"
    told = ridgekey("db", "backup", file, home=homes.office)
    assert told.code == 0, told.err
    assert "is not in it" in told.err
    if url := new_database():
        monkeypatch.setenv("RIDGEKEY_DATABASE_URL", url)
    return file


def restored(homes: Homes, backup: Path, *options: str | Path) -> Outcome:
    """What `db restore` to a new home says."""
    return ridgekey("db", "restore", backup, "--reason", "disk lost", *options, home=homes.file("new"))


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


def another_key(homes: Homes, backup: Path, key: Path) -> None:
    """The key of another head office."""
    key.write_bytes(b"k" * 32)


def no_key(homes: Homes, backup: Path, key: Path) -> None:
    """A file that is none."""
    key.write_text("hello")


def home_there(homes: Homes, backup: Path, key: Path) -> None:
    """Another home where this one is to be."""
    shutil.copytree(homes.office, homes.file("new"))


def something_there(homes: Homes, backup: Path, key: Path) -> None:
    """A folder that is not empty."""
    homes.file("new").mkdir()
    (homes.file("new") / "letter.txt").write_text("dear")


def cut_short(homes: Homes, backup: Path, key: Path) -> None:
    """Half of the backup is lost."""
    backup.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])


def flipped(homes: Homes, backup: Path, key: Path) -> None:
    """One bit of an image differs."""
    with tarfile.open(backup) as tar:
        place = tar.getmember("images/scan-1.sealed").offset_data + 100
    data = bytearray(backup.read_bytes())
    data[place] ^= 1
    backup.write_bytes(data)


def newer(homes: Homes, backup: Path, key: Path) -> None:
    """A newer release made it."""
    backup.write_bytes(backup.read_bytes().replace(b'{"format": 1,', b'{"format": 2,', 1))


REFUSED: dict[str, tuple[Callable[[Homes, Path, Path], None], int, str]] = {
    "another head office's key": (another_key, 7, "another head office's"),
    "a key that is none": (no_key, 2, "is not a master key"),
    "a home is there": (home_there, 5, "--database-only"),
    "something is there": (something_there, 5, "is not empty"),
    "cut short": (cut_short, 7, "cut short"),
    "a flipped bit": (flipped, 7, "is damaged"),
    "a newer release": (newer, 1, "newer release"),
}


@pytest.mark.parametrize(("spoil", "code", "says"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_leaves_nothing(
    homes: Homes,
    backup: Path,
    key: Path,
    spoil: Callable[[Homes, Path, Path], None],
    code: int,
    says: str,
) -> None:
    spoil(homes, backup, key)
    before = (homes.everything(), sorted(homes.folder.iterdir()))
    refused = restored(homes, backup, "--key-file", key)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert (homes.everything(), sorted(homes.folder.iterdir())) == before


WRONG = {
    "no reason": (["db", "restore", "BACKUP"], 2, "Say why"),
    "a backup that is none": (["db", "restore", __file__, "--reason", "x"], 2, "is no backup"),
    "no key anywhere": (["db", "restore", "BACKUP", "--reason", "x"], 1, "--key-file"),
    "a passphrase for no key": (
        ["db", "restore", "BACKUP", "--reason", "x", "--passphrase-file", "WORDS"],
        2,
        "does not hold the master key",
    ),
    "two keys": (
        ["db", "restore", "BACKUP", "--reason", "x", "--passphrase-file", "WORDS", "--key-file", "KEY"],
        2,
        "exclude each other",
    ),
    "a database with a key": (
        ["db", "restore", "BACKUP", "--reason", "x", "--database-only", "--key-file", "KEY"],
        2,
        "--database-only",
    ),
    "a key for no backup": (["db", "check", "--key-file", "KEY"], 2, "--backup"),
    "a passphrase for no master key": (
        ["db", "backup", "NEW", "--passphrase-file", "WORDS"],
        2,
        "--with-master-key",
    ),
    "a master key without passphrase": (["db", "backup", "NEW", "--with-master-key"], 2, "--passphrase-file"),
    "a passphrase that is too short": (
        ["db", "backup", "NEW", "--with-master-key", "--passphrase-file", "SHORT"],
        2,
        "12 characters",
    ),
    "a passphrase open to others": (
        ["db", "backup", "NEW", "--with-master-key", "--passphrase-file", "OPEN"],
        2,
        "chmod 600",
    ),
    "a passphrase that is nowhere": (
        ["db", "backup", "NEW", "--with-master-key", "--passphrase-file", "NOWHERE"],
        2,
        "cannot be read",
    ),
}


@pytest.mark.parametrize(("line", "code", "says"), WRONG.values(), ids=WRONG)
def test_a_wrong_line_is_one_sentence(
    homes: Homes,
    tmp_path: Path,
    backup: Path,
    key: Path,
    passphrase: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: list[str],
    code: int,
    says: str,
) -> None:
    short, exposed = tmp_path / "short", tmp_path / "open"
    for file, text, mode in ((short, "hello", 0o600), (exposed, WORDS, 0o644)):
        file.write_text(text)
        file.chmod(mode)
    named = {
        **{"BACKUP": backup, "KEY": key, "WORDS": passphrase, "NEW": tmp_path / "new.tar"},
        **{"SHORT": short, "OPEN": exposed, "NOWHERE": tmp_path / "nowhere"},
    }
    home = homes.file("new")
    if line[1] != "restore":
        home = homes.office
        monkeypatch.delenv("RIDGEKEY_DATABASE_URL", raising=False)
    refused = ridgekey(*(named.get(word, word) for word in line), home=home)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert WORDS not in refused.err
    assert not (tmp_path / "new.tar").exists()
    assert not homes.file("new").exists()


def test_a_wrong_passphrase_is_denied(homes: Homes, tmp_path: Path, passphrase: Path) -> None:
    file = tmp_path / "office.tar"
    sealed = ("--with-master-key", "--passphrase-file", passphrase)
    assert ridgekey("db", "backup", file, *sealed, home=homes.office).code == 0
    passphrase.write_text("another five words entirely")
    refused = restored(homes, file, "--passphrase-file", passphrase)
    assert refused.code == 4
    assert "The passphrase is not the one" in refused.sentence
    assert not homes.file("new").exists()


def test_an_audit_log_that_was_altered_before_the_backup_is_not_restored(
    homes: Homes, tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql(homes.office, "UPDATE audit SET reason = 'nothing happened' WHERE seq = 2")
    assert ridgekey("db", "backup", tmp_path / "a.tar", home=homes.office).code == 0
    url = new_database()
    if url:
        monkeypatch.setenv("RIDGEKEY_DATABASE_URL", url)
    before = sorted(homes.folder.iterdir())
    refused = restored(homes, tmp_path / "a.tar", "--key-file", key)
    assert refused.code == 7
    assert "from row 2 on" in refused.sentence
    assert sorted(homes.folder.iterdir()) == before
    if url:  # and the database is empty again
        again = ridgekey("init", "--database-url", url, "--listen", "127.0.0.1:0", home=tmp_path / "fresh")
        assert "holds a head office" not in again.err


def test_the_database_alone_is_another_head_offices(
    homes: Homes, tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One KMS may serve two head offices with one key."""
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY_FILE", str(key))
    other = tmp_path / "other"
    options = ("--database-url", url) if (url := new_database()) else ()
    assert ridgekey("init", "--listen", "127.0.0.1:17443", *options, home=other).code == 0
    assert ridgekey("db", "backup", tmp_path / "other.tar", home=other).code == 0
    before = homes.everything()
    refused = ridgekey(
        *("db", "restore", tmp_path / "other.tar", "--database-only", "--reason", "x", "--yes"),
        home=homes.office,
    )
    assert refused.code == 5
    assert "another head office" in refused.sentence
    assert homes.everything() == before


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
def test_what_is_no_database_any_more_is_said(homes: Homes, backup: Path) -> None:
    (homes.office / "database.sqlite3").write_bytes(b"x" * 5000)
    put = ("db", "restore", backup, "--database-only", "--reason", "lost", "--yes")
    refused = ridgekey(*put, home=homes.office)
    assert refused.code == 7
    assert "move it away" in refused.sentence


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
