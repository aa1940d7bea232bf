"""``ridgekey db backup|restore|restored`` and ``counter fence``: what they change, and when they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.adapters.sql.sqlite_copy import copy_database
from tests.command_lines import ridgekey
from tests.server.database_file import run_sql
from tests.staffed_homes import Homes

DATABASE = ("--database-only", "--yes")


@pytest.mark.sqlite
def test_a_backup_is_restored_and_fenced(homes: Homes, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar"
    rows = ridgekey("db", "backup", backup, home=homes.office).data["audit_rows"]
    assert backup.stat().st_mode & 0o777 == 0o600
    ridgekey("user", "exit", "18", home=homes.office)
    told = ridgekey("db", "restore", backup, *DATABASE, "--reason", "disk lost", home=homes.office)
    assert told.code == 0, told.err
    assert told.data["audit_rows"] == rows + 1
    assert "counter fence" in told.err
    tail = ridgekey("audit", "tail", "--rows", "1", home=homes.office).data["items"][0]
    assert (tail["event"], tail["reason"]) == ("DATABASE_RESTORED", "disk lost")
    assert ridgekey("user", "show", "18", home=homes.office).data["status"] == "active"
    view = ridgekey("counter", "fence", home=homes.office).data
    assert view == {"required": True, "highest": 0, "lowest_fence": 0, "reported": []}
    fenced = ridgekey("counter", "fence", "--to", "100", "--reason", "disk lost", home=homes.office)
    assert fenced.code == 0, fenced.err
    assert (fenced.data["fence"], fenced.data["took_over_size"]) == (100, 1)
    assert ridgekey("counter", "show", "17", home=homes.office).data["n"] == 100
    assert ridgekey("audit", "verify", home=homes.office).code == 0
    assert not list(homes.office.glob(".database-*")), "no copy is left behind"


def test_a_restore_by_other_tools_is_said(homes: Homes) -> None:
    said = ridgekey("db", "restored", "--reason", "failed over", home=homes.office)
    assert said.data == {"required": True, "highest": 0}
    assert ridgekey("counter", "fence", home=homes.office).data["required"]


REFUSED = {
    "a fence that no restore waits for": (["counter", "fence", "--to", "9", "--reason", "x"], 5),
    "a fence without a reason": (["counter", "fence", "--to", "9"], 2),
    "a fence below zero": (["counter", "fence", "--to", "-9", "--reason", "x"], 2),
    "a restore without a reason": (["db", "restore", "backup", "--yes"], 2),
    "a restore of nothing": (["db", "restore", "no-such-file", "--reason", "x"], 3),
    "a restore over a home": (["db", "restore", __file__, "--reason", "x"], 5),
    "a database of nothing": (["db", "restore", "none", *DATABASE, "--reason", "x"], 3),
    "a database of another file": (["db", "restore", __file__, *DATABASE, "--reason", "x"], 2),
    "a restore said without a reason": (["db", "restored"], 2),
    "a backup over a file": (["db", "backup", __file__], 5),
    "a backup to nowhere": (["db", "backup", "/no/such/folder/backup"], 2),
}


@pytest.mark.sqlite
@pytest.mark.parametrize(("arguments", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_changes_nothing(homes: Homes, arguments: list[str], code: int) -> None:
    before = ridgekey("audit", "tail", "--rows", "1000", home=homes.office).data
    refused = ridgekey(*arguments, home=homes.office)
    assert (refused.code, refused.out) == (code, "")
    assert refused.sentence
    assert ridgekey("audit", "tail", "--rows", "1000", home=homes.office).data == before
    assert not list(homes.office.glob(".database-*"))


@pytest.mark.sqlite
def test_a_backup_whose_log_was_altered_is_not_restored(homes: Homes, tmp_path: Path) -> None:
    backup = tmp_path / "database.sqlite3"
    copy_database(homes.office / "database.sqlite3", backup)
    run_sql(tmp_path, "UPDATE audit SET reason = 'nothing happened' WHERE seq = 2")
    refused = ridgekey("db", "restore", backup, *DATABASE, "--reason", "x", home=homes.office)
    assert refused.code == 7
    assert "from row 2 on" in refused.sentence
    assert not ridgekey("counter", "fence", home=homes.office).data["required"]
