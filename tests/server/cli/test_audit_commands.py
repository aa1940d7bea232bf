"""``ridgekey audit``: which rows it shows, what it writes, and what it signs."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from server.adapters.sql.sqlite_copy import copy_database
from shared.protocol.checkpoint import Checkpoint
from tests.command_lines import ROOT, ridgekey, ridgekey_branch
from tests.server.database_file import run_sql
from tests.staffed_homes import Homes

FILTERS = {
    "event": (["--event", "USER_ADDED"], {"USER_ADDED"}),
    "event in small letters": (["--event", "user_added"], {"USER_ADDED"}),
    "user": (["--user", "18"], {"USER_ADDED"}),
    "a branch that did nothing": (["--actor", "basra"], set()),
    "who by a whole URI": (
        ["--actor", "spiffe://ridgekey.internal/admin/local", "--event", "IMAGE_STORED"],
        {"IMAGE_STORED"},
    ),
}


@pytest.mark.parametrize(("arguments", "events"), FILTERS.values(), ids=FILTERS)
def test_the_tail_shows_what_is_asked_for(staffed: Homes, arguments: list[str], events: set[str]) -> None:
    items = ridgekey("audit", "tail", *arguments, home=staffed.office).data["items"]
    assert {item["event"] for item in items} == events


def test_rows_are_shown_from_a_number_on(staffed: Homes) -> None:
    everything = ridgekey("audit", "tail", "--rows", "1000", home=staffed.office).data["items"]
    later = ridgekey("audit", "tail", "--rows", "1000", "--since", "3", home=staffed.office).data["items"]
    assert later == everything[3:]


WRONG = {
    "an event that there is not": (["tail", "--event", "HAPPENED"], 2),
    "a user out of range": (["tail", "--user", "601"], 2),
    "a user that is none": (["tail", "--user", "x"], 2),
    "a number below zero": (["tail", "--since", "-1"], 2),
    "a file of no kind": (["export", "log.txt"], 2),
    "no file": (["export"], 2),
    "a row that no checkpoint covers": (["verify", "--row", "100000"], 3),
    "a witness that is not there": (["verify", "--witness", "no-such-file"], 3),
}


@pytest.mark.parametrize(("arguments", "code"), WRONG.values(), ids=WRONG)
def test_a_wrong_question_has_one_sentence(staffed: Homes, arguments: list[str], code: int) -> None:
    refused = ridgekey("audit", *arguments, home=staffed.office)
    assert refused.code == code
    assert refused.err.splitlines()[-1].endswith((".", "?"))


def test_the_tail_follows_until_it_is_stopped(homes: Homes) -> None:
    command = [sys.executable, "-m", "server.cli", "audit", "tail", "--rows", "1", "--follow"]
    following = subprocess.Popen(
        [*command, "--home", str(homes.office)], cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ
    )
    assert following.stdout is not None
    try:
        assert json.loads(following.stdout.readline())["event"] == "IMAGE_STORED"
        assert ridgekey("user", "exit", "18", home=homes.office).code == 0
        assert json.loads(following.stdout.readline())["event"] == "USER_EXITED"
    finally:
        following.send_signal(signal.SIGINT)
    assert following.wait(60) == 130


def test_an_export_has_every_row(staffed: Homes, tmp_path: Path) -> None:
    rows = ridgekey("audit", "tail", "--rows", "1000", home=staffed.office).data["items"]
    lines, table = tmp_path / "log.jsonl", tmp_path / "log.csv"
    for file in (lines, table):
        told = ridgekey("audit", "export", file, home=staffed.office).data
        assert told == {"file": str(file), "rows": len(rows)}
    assert [json.loads(line) for line in lines.read_text("utf-8").splitlines()] == rows
    with table.open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    assert [row["event"] for row in read] == [row["event"] for row in rows]
    assert [row["leaf_hash"] for row in read] == [row["leaf_hash"] for row in rows]


def test_a_part_is_exported_alone(staffed: Homes, tmp_path: Path) -> None:
    file = tmp_path / "part.jsonl"
    ridgekey("audit", "export", file, "--event", "USER_ADDED", home=staffed.office)
    assert [json.loads(line)["user"] for line in file.read_text("utf-8").splitlines()] == [17, 18]


def test_an_export_of_no_rows_is_a_table_of_none(staffed: Homes, tmp_path: Path) -> None:
    row = ridgekey("audit", "tail", "--rows", "1", home=staffed.office).data["items"][0]
    file = tmp_path / "none.csv"
    told = ridgekey("audit", "export", file, "--event", "COUNTERS_FENCED", home=staffed.office).data
    assert told["rows"] == 0
    with file.open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [list(row)]


def test_an_export_replaces_a_file_only_when_told_to(staffed: Homes, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text("last month's\n")
    refused = ridgekey("audit", "export", file, home=staffed.office)
    assert (refused.code, file.read_text()) == (5, "last month's\n")
    assert refused.sentence.endswith("exists already; choose another name, or replace it with --force.")
    assert ridgekey("audit", "export", file, "--force", home=staffed.office).code == 0
    assert json.loads(file.read_text("utf-8").splitlines()[0])["event"] == "INITIALISED"


def test_an_export_that_breaks_leaves_no_file(homes: Homes, tmp_path: Path) -> None:
    run_sql(homes.office, "UPDATE audit SET event = 'NOTHING OF OURS' WHERE seq = 3")
    refused = ridgekey("audit", "export", tmp_path / "log.csv", home=homes.office)
    assert refused.code == 7
    assert not list(tmp_path.glob("log*"))


def test_a_checkpoint_is_signed_shown_and_written(homes: Homes, tmp_path: Path) -> None:
    file = tmp_path / "now.checkpoint"
    told = ridgekey("audit", "checkpoint", "--out", file, home=homes.office).data
    kept = Checkpoint.decode(file.read_bytes())
    assert (told["size"], told["root"], told["log"]) == (
        kept.size,
        kept.root.hex(),
        kept.origin.log_id.hex(),
    )
    verdict = ridgekey(
        "audit", "verify", "--witness", file, "--row", "2", "--format", "json", home=homes.office
    )
    assert verdict.code == 0
    assert (verdict.data["ok"], verdict.data["witness"]) == (True, True)
    assert (verdict.data["row"]["seq"], verdict.data["row"]["root"]) == (2, kept.root.hex())


@pytest.mark.sqlite
def test_a_log_that_was_put_back_is_exit_seven_beside_a_checkpoint_kept(homes: Homes, tmp_path: Path) -> None:
    backup, file = tmp_path / "older.sqlite3", tmp_path / "kept.checkpoint"
    copy_database(homes.office / "database.sqlite3", backup)
    ridgekey("user", "exit", "18", home=homes.office)
    ridgekey("audit", "checkpoint", "--out", file, home=homes.office)
    for name in homes.office.glob("database.sqlite3*"):
        name.unlink()
    (homes.office / "database.sqlite3").write_bytes(backup.read_bytes())
    assert ridgekey("audit", "verify", home=homes.office).code == 0
    verdict = ridgekey("audit", "verify", "--witness", file, "--format", "json", home=homes.office)
    assert verdict.code == 7
    assert (verdict.data["ok"], verdict.data["witness"]) == (False, False)
    assert "rewritten, or put back" in verdict.err


def test_a_branch_without_a_checkpoint_says_so(staffed: Homes, tmp_path: Path) -> None:
    for command in (["show"], ["export", tmp_path / "x"], ["reset", "--reason", "y"]):
        refused = ridgekey_branch("witness", *command, home=staffed.basra)
        assert refused.code == 3
        assert refused.sentence
