"""``ridgekey audit``, ``db`` and ``status``: what they show, and how they end."""

from __future__ import annotations

import pytest

from tests.command_lines import ridgekey
from tests.server.database_file import run_sql
from tests.staffed_homes import Homes


def test_a_sound_log_verifies(staffed: Homes) -> None:
    verdict = ridgekey("audit", "verify", "--format", "json", home=staffed.office)
    assert verdict.code == 0
    assert list(verdict.data) == ["ok", "rows", "checkpoints", "first_bad"]
    assert (verdict.data["ok"], verdict.data["first_bad"]) == (True, None)
    assert verdict.data["rows"] == len(ridgekey("audit", "tail", home=staffed.office).data["items"])


@pytest.mark.fault(35)
def test_an_edited_log_is_exit_seven_with_the_first_bad_row(homes: Homes) -> None:
    run_sql(homes.office, "UPDATE audit SET reason = 'nothing happened' WHERE seq = 3")
    verdict = ridgekey("audit", "verify", "--format", "json", home=homes.office)
    assert verdict.code == 7
    assert (verdict.data["ok"], verdict.data["first_bad"]) == (False, 3)
    assert "from row 3 on" in verdict.err


def test_the_tail_shows_the_newest_rows_oldest_first(staffed: Homes) -> None:
    items = ridgekey("audit", "tail", "--rows", "2", home=staffed.office).data["items"]
    assert [item["event"] for item in items] == ["USER_GRANTED", "IMAGE_STORED"]
    assert items[0]["seq"] + 1 == items[1]["seq"]
    assert (items[0]["user"], items[0]["reason"], items[1]["image"]) == (17, "branch basra", "scan-1")


@pytest.mark.parametrize("rows", ["0", "-1", "many", ""])
def test_a_number_of_rows_that_is_none_is_refused(staffed: Homes, rows: str) -> None:
    refused = ridgekey("audit", "tail", "--rows", rows, home=staffed.office)
    assert (refused.code, refused.out) == (2, "")
    assert refused.sentence


def test_the_schema_is_current_and_upgrading_changes_nothing(homes: Homes) -> None:
    current = ridgekey("db", "current", "--format", "json", home=homes.office).data
    assert current["current"]
    upgraded = ridgekey("db", "upgrade", "--format", "json", home=homes.office).data
    assert upgraded == {"before": current["needed"], "revision": current["needed"], "changed": False}


@pytest.mark.sqlite
def test_a_lost_database_is_named_and_never_made_anew(homes: Homes) -> None:
    (homes.office / "database.sqlite3").unlink()
    for command in (["user", "list"], ["db", "upgrade"]):
        refused = ridgekey(*command, home=homes.office)
        assert refused.code == 1
        assert "put its latest copy back" in refused.sentence
    assert not ridgekey("db", "current", home=homes.office).data["current"]
    assert not (homes.office / "database.sqlite3").exists()


@pytest.mark.sqlite
def test_a_database_that_is_none_is_a_failure_and_no_traceback(homes: Homes) -> None:
    (homes.office / "database.sqlite3").write_bytes(b"this is not a database" * 100)
    refused = ridgekey("user", "list", home=homes.office)
    assert refused.code in (1, 6, 7)
    assert refused.sentence


def test_status_without_a_server_is_exit_six(staffed: Homes) -> None:
    refused = ridgekey("status", home=staffed.office)
    assert (refused.code, refused.out) == (6, "")
    assert "start it with `ridgekey serve`" in refused.sentence
