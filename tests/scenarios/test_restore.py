"""A database put back from a backup: noticed, fenced, and gone on from (protocol §5.7, §7.3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.adapters.sql.sqlite_copy import copy_database
from tests.scenarios.one_branch import OneBranch


@pytest.fixture
def story(tmp_path: Path) -> OneBranch:
    """The offices, set up and not yet serving."""
    made = OneBranch(tmp_path)
    made.prepare()
    return made


@pytest.mark.slow
@pytest.mark.fault(7)
def test_a_restore_is_fenced_and_the_branch_goes_on_after_its_reset(story: OneBranch) -> None:
    head_office, backup = story.head_office, story.folder / "backup.tar"
    with head_office.serving(story.log):
        assert story.fetch()["n"] == 1
        head_office.ask("db", "backup", backup)
        assert [story.fetch()["n"] for _ in range(2)] == [2, 3]
        held = story.basra.run("witness", "show").output
        assert held["size"] >= 1
        # Under the running server, as an operator in a hurry might.
        head_office.ask("db", "restore", backup, "--database-only", "--reason", "disk lost", "--yes")
        assert story.fetch() == {"refused": ("FENCE_REQUIRED", 7)}
        assert head_office.ask("counter", "fence")["required"]
        head_office.ask("counter", "fence", "--to", "50", "--reason", "disk lost")
        assert story.fetch() == {"refused": ("WITNESS_INCONSISTENT", 7)}
        assert story.basra.run("witness", "reset", "--reason", "told by telephone").exit_code == 0
        assert story.fetch()["n"] == 51
        renewed = story.basra.run("witness", "show").output
        assert renewed["log"] != held["log"]
        assert renewed["took_over_log"] == held["log"]
    assert head_office.ask("audit", "verify")["ok"]
    kept = next((story.basra.home / "witness-evidence").glob("*.checkpoint"))
    verdict = head_office.run("audit", "verify", "--witness", kept)
    assert verdict.exit_code in (0, 7), "0 when the backup was behind the old checkpoint, else 7"


@pytest.mark.slow
@pytest.mark.fault(7)
def test_a_file_that_was_copied_back_is_noticed_at_the_next_start(story: OneBranch) -> None:
    head_office, backup = story.head_office, story.folder / "backup.sqlite3"
    copy_database(head_office.home / "database.sqlite3", backup)
    with head_office.serving(story.log):
        assert story.fetch()["n"] == 1
    for file in head_office.home.glob("database.sqlite3*"):
        file.unlink()
    (head_office.home / "database.sqlite3").write_bytes(backup.read_bytes())
    with head_office.serving(story.log):
        assert story.fetch() == {"refused": ("FENCE_REQUIRED", 7)}
        head_office.ask("counter", "fence", "--to", "50", "--reason", "the file was copied back")
    # The server looks again when it starts: what the fence has settled is not noticed another time.
    with head_office.serving(story.folder / "later.log"):
        assert story.basra.run("witness", "reset", "--reason", "told by telephone").exit_code == 0
        assert story.fetch()["n"] == 51
    assert "the database went back behind its last checkpoint" in story.log.read_text("utf-8")


@pytest.mark.slow
@pytest.mark.fault(7)
def test_a_branch_notices_what_the_head_office_does_not(story: OneBranch) -> None:
    head_office, backup = story.head_office, story.folder / "backup.sqlite3"
    copy_database(head_office.home / "database.sqlite3", backup)
    with head_office.serving(story.log):
        assert story.fetch()["n"] == 1
    for file in (*head_office.home.glob("database.sqlite3*"), head_office.home / "seen.checkpoint"):
        file.unlink()
    (head_office.home / "database.sqlite3").write_bytes(backup.read_bytes())
    with head_office.serving(story.log):
        assert story.fetch() == {"refused": ("COUNTER_ROLLBACK", 7)}
    marks = head_office.ask("counter", "fence")
    assert (marks["lowest_fence"], len(marks["reported"])) == (1, 1)
    assert "db restored" in story.log.read_text("utf-8")
