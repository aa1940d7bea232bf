"""What ``db backup``, ``db check --backup`` and ``db restore`` refuse, and that it leaves nothing."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_lines import ridgekey
from tests.databases import new_database
from tests.server.cli.backups import WORDS, restored
from tests.server.database_file import run_sql
from tests.staffed_homes import Homes


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
def test_what_is_no_database_any_more_is_said(homes: Homes, backup: Path) -> None:
    (homes.office / "database.sqlite3").write_bytes(b"x" * 5000)
    put = ("db", "restore", backup, "--database-only", "--reason", "lost", "--yes")
    refused = ridgekey(*put, home=homes.office)
    assert refused.code == 7
    assert "move it away" in refused.sentence
