"""``ridgekey config rotate-master-key``: what is the head office's alone, its audit and its server.

What both ends do alike is in ``tests/scenarios/test_key_rotation.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from server.cli.office import opened
from shared.crypto.data_key import check_value
from shared.crypto.secret import Secret
from shared.stores.home import HomeKind, open_home
from shared.stores.home_lock import sharing
from tests.command_lines import ridgekey, ridgekey_branch
from tests.key_changes import KILLED, OFFICE
from tests.server_process import server_process
from tests.staffed_homes import Homes


def test_it_is_audited_without_a_key(homes: Homes) -> None:
    office, old = homes.office, OFFICE.key(homes)
    assert OFFICE.rotate(homes, "--generate", "--reason", "the yearly change").code == 0
    rows = ridgekey("audit", "tail", home=office)
    said = f"master key {check_value(old).hex()} to {check_value(OFFICE.key(homes)).hex()}: the yearly change"
    begun, ended = rows.data["items"][-2:]
    assert [(row["event"], row["reason"]) for row in (begun, ended)] == [
        ("KEY_CHANGE_BEGUN", said),
        ("KEY_CHANGED", said),
    ]
    for key in (old, OFFICE.key(homes)):
        assert key.export_bytes().hex() not in rows.out
    assert ridgekey("audit", "verify", home=office).code == 0


def test_a_reason_that_is_a_story_changes_nothing(homes: Homes) -> None:
    before = homes.everything()
    refused = OFFICE.rotate(homes, "--generate", "--reason", "x" * 300)
    assert (refused.code, refused.out) == (2, "")
    assert "at most 200" in refused.sentence
    assert homes.everything() == before


def test_a_wrong_old_key_changes_nothing(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "wrong").write_bytes(b"w" * 32)
    (tmp_path / "new").write_bytes(b"n" * 32)
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY_FILE", str(tmp_path / "wrong"))
    before = homes.everything()
    refused = OFFICE.rotate(homes, "--new-key-file", tmp_path / "new")
    assert (refused.code, refused.out) == (7, "")
    assert check_value(Secret(b"w" * 32)).hex() in refused.sentence
    assert homes.everything() == before


def test_a_dry_run_looks_beside_a_server(homes: Homes) -> None:
    with opened(homes.office):
        looked = ridgekey("config", "rotate-master-key", "--generate", "--dry-run", home=homes.office)
    assert looked.code == 0, looked.err


def test_whoever_works_is_to_be_stopped(homes: Homes) -> None:
    with sharing(open_home(homes.office, HomeKind.HEAD_OFFICE)):
        assert "stop it" in OFFICE.rotate(homes, "--generate").sentence


def test_a_server_keeps_it_out_and_starts_again_after_it(homes: Homes) -> None:
    before = OFFICE.key(homes)
    with server_process(homes.office):
        refused = OFFICE.rotate(homes, "--generate")
        assert (refused.code, refused.out) == (5, "")
        assert before.equals_in_constant_time(OFFICE.key(homes))
    assert OFFICE.rotate(homes, "--generate").code == 0
    with server_process(homes.office):
        assert ridgekey_branch("status", home=homes.basra).code == 0


def test_a_change_to_another_key_is_not_taken_for_the_one_that_was_begun(
    homes: Homes, tmp_path: Path
) -> None:
    assert OFFICE.killed_at(homes, 5) == KILLED
    (tmp_path / "other").write_bytes(b"o" * 32)
    assert ridgekey("db", "current", home=homes.office).code == 0  # SQLite takes in what the killed one left
    before = homes.everything()
    refused = OFFICE.rotate(homes, "--new-key-file", tmp_path / "other")
    assert (refused.code, refused.out) == (5, "")
    assert "was cut off" in refused.sentence
    assert homes.everything() == before
    assert OFFICE.rotate(homes).code == 0


def test_a_branch_of_before_is_served_after(homes: Homes) -> None:
    """What branches hold is theirs: a change at the head office does not reach it."""
    assert OFFICE.rotate(homes, "--generate").code == 0
    package = homes.file("again.enrolment")
    assert ridgekey("user", "grant", "17", "basra", "-o", package, home=homes.office).code == 0
    assert ridgekey_branch("import", package, home=homes.basra).code == 0
