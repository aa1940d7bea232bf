"""A backup of a head office, with the key and the passphrase to open it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command_lines import ridgekey
from tests.databases import new_database
from tests.server.cli.backups import WORDS
from tests.staffed_homes import Homes


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
