"""``config rotate-master-key`` killed at every step, refused, resumed; what it seals, audits and shows."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from server.bootstrap import rotating
from server.cli.office import opened
from shared.crypto.data_key import check_value
from shared.crypto.randomness import SystemRandomness
from shared.crypto.secret import Secret
from shared.errors import Failure
from shared.stores import atomic, key_rotation
from shared.stores.home import HomeKind, open_home
from shared.stores.home_lock import alone, sharing
from shared.stores.sealed_stores import sealed_stores
from tests.command_lines import ridgekey, ridgekey_branch
from tests.server_process import server_process
from tests.staffed_homes import Homes

ROTATE = ("config", "rotate-master-key", "--yes")
KILLED = 9
STEPS = 11
"""Two rows of the audit, two files of the change, six data keys, and the new key taking its place."""


def key_of(office: Path) -> Secret:
    """The master key that lies in the home."""
    return Secret((office / "secrets" / "master.key").read_bytes())


def opens(office: Path, *keys: Secret) -> bool:
    """Whether everything that is sealed in the home opens with one of the keys."""
    home = open_home(office, HomeKind.HEAD_OFFICE)
    stores = [sealed_stores(home, key, SystemRandomness()) for key in keys]

    def content(kind: int, name: str) -> bool:
        for each in stores:
            try:
                return bool(each[kind].get(name))
            except Failure:
                continue
        return False

    named = [(kind, name) for kind, store in enumerate(stores[0]) for name in store.names()]
    assert len(named) == 6
    return all(content(*each) for each in named)


def killed_at(office: Path, step: int) -> int:
    """Change the key in a process that is killed after so many steps; how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        _die_after(step)
        os._exit(ridgekey(*ROTATE, "--generate", home=office).code)
    finally:
        os._exit(1)


def _die_after(step: int) -> None:
    """End this process, as a kill would, once so many steps were durable."""
    count = iter(range(1, 100))

    def counted(real: Any) -> Any:
        def stepped(*arguments: Any, **named: Any) -> Any:
            done = real(*arguments, **named)
            if next(count) == step:
                os._exit(KILLED)
            return done

        return stepped

    for module, name in (
        (atomic, "_take_name"),
        (rotating, "note_key_change"),
        (key_rotation, "install_next_key"),
    ):
        setattr(module, name, counted(getattr(module, name)))


def test_the_key_changes_and_everything_is_under_the_new_one(homes: Homes) -> None:
    office, old = homes.office, key_of(homes.office)
    objects = {path: path.read_bytes() for path in office.rglob("*.sealed")}
    done = ridgekey(*ROTATE, "--generate", "--reason", "the yearly change", home=office)
    assert done.code == 0, done.err
    new = key_of(office)
    assert done.data == {
        "old_key": check_value(old).hex(),
        "new_key": check_value(new).hex(),
        "rewrapped": 6,
        "already_under_it": 0,
        "resumed": False,
        "changed": True,
    }
    assert {path: path.read_bytes() for path in objects} == objects
    assert opens(office, new)
    assert not opens(office, old)
    wrapped = b"".join(path.read_bytes() for path in office.rglob("*.key") if path.name != "master.key")
    assert wrapped.count(check_value(new)) == 6
    assert check_value(old) not in wrapped
    assert sorted(path.name for path in (office / "secrets").iterdir()) == ["master.key"]
    assert (office / "secrets" / "master.key").stat().st_mode & 0o777 == 0o600


def test_it_is_audited_without_a_key(homes: Homes) -> None:
    office, old = homes.office, key_of(homes.office)
    assert ridgekey(*ROTATE, "--generate", "--reason", "the yearly change", home=office).code == 0
    rows = ridgekey("audit", "tail", home=office)
    said = f"master key {check_value(old).hex()} to {check_value(key_of(office)).hex()}: the yearly change"
    begun, ended = rows.data["items"][-2:]
    assert [(row["event"], row["reason"]) for row in (begun, ended)] == [
        ("KEY_CHANGE_BEGUN", said),
        ("KEY_CHANGED", said),
    ]
    for key in (old, key_of(office)):
        assert key.export_bytes().hex() not in rows.out
    assert ridgekey("audit", "verify", home=office).code == 0


def test_there_are_no_more_steps_than_are_killed(homes: Homes) -> None:
    assert killed_at(homes.office, STEPS + 1) == 0


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_killed_at_any_step_everything_opens_and_the_command_goes_on(homes: Homes, step: int) -> None:
    office, old = homes.office, key_of(homes.office)
    assert killed_at(office, step) == KILLED
    following = office / "secrets" / "master.key.next"
    keys = [old, key_of(office), *([Secret(following.read_bytes())] if following.exists() else [])]
    assert opens(office, *keys)
    if (office / "secrets" / "key-change.json").exists():
        waits = ridgekey("user", "list", home=office)
        assert (waits.code, waits.out) == (5, "")
        assert "finish it with `ridgekey config rotate-master-key`" in waits.sentence
        (found,) = [
            each for each in ridgekey("doctor", home=office).data["items"] if each["check"] == "master key"
        ]
        assert (found["level"], found["exit_code"]) == ("failure", 5)
        resumed = ridgekey(*ROTATE, home=office)
        assert resumed.code == 0, resumed.err
        assert resumed.data["resumed"]
        assert resumed.data["old_key"] == check_value(old).hex()
    else:
        assert ridgekey(*ROTATE, "--generate", home=office).code == 0
    assert opens(office, key_of(office))
    assert not opens(office, old)
    assert ridgekey("user", "list", home=office).code == 0
    events = [row["event"] for row in ridgekey("audit", "tail", home=office).data["items"]]
    assert events.count("KEY_CHANGED") >= 1
    assert events.count("KEY_CHANGE_BEGUN") >= 1


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param([], 2, "--generate, or --new-key-file", id="no key"),
        pytest.param(["--generate", "--new-key-file", "key"], 2, "exclude each other", id="two keys"),
        pytest.param(["--new-key-file", "absent"], 3, "There is no file", id="no file"),
        pytest.param(["--new-key-file", "short"], 2, "is not a master key of 32 bytes", id="a short key"),
        pytest.param(["--new-key-file", "long"], 1, "larger than 1024 bytes", id="something else"),
        pytest.param(["--new-key-file", "same"], 5, "is the one in use", id="the same key"),
        pytest.param(["--generate", "--reason", "x" * 300], 2, "at most 200", id="a reason that is a story"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short").write_bytes(b"x" * 31)
    (tmp_path / "long").write_bytes(b"x" * 5000)
    shutil.copy(homes.office / "secrets" / "master.key", tmp_path / "same")
    before = homes.everything()
    refused = ridgekey(*ROTATE, *arguments, home=homes.office)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


def test_a_wrong_old_key_changes_nothing(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "wrong").write_bytes(b"w" * 32)
    (tmp_path / "new").write_bytes(b"n" * 32)
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY_FILE", str(tmp_path / "wrong"))
    before = homes.everything()
    refused = ridgekey(*ROTATE, "--new-key-file", tmp_path / "new", home=homes.office)
    assert (refused.code, refused.out) == (7, "")
    assert check_value(Secret(b"w" * 32)).hex() in refused.sentence
    assert homes.everything() == before


def test_a_dry_run_changes_nothing_and_asks_nobody(homes: Homes) -> None:
    before = homes.everything()
    with opened(homes.office):  # beside a server, say
        looked = ridgekey("config", "rotate-master-key", "--generate", "--dry-run", home=homes.office)
    assert looked.code == 0, looked.err
    assert (looked.data["rewrapped"], looked.data["new_key"], looked.data["changed"]) == (6, None, False)
    assert homes.everything() == before


def test_a_person_is_asked_first(homes: Homes) -> None:
    before = homes.everything()
    refused = ridgekey("config", "rotate-master-key", "--generate", home=homes.office)
    assert (refused.code, refused.out) == (2, "")
    assert "--yes" in refused.sentence
    assert homes.everything() == before


def test_it_waits_for_nobody_and_nobody_works_beside_it(homes: Homes) -> None:
    home = open_home(homes.office, HomeKind.HEAD_OFFICE)
    before = homes.everything()
    with sharing(home):
        refused = ridgekey(*ROTATE, "--generate", home=homes.office)
        assert (refused.code, refused.out) == (5, "")
        assert "stop it" in refused.sentence
    with alone(home):
        for command in (["user", "list"], ["config", "show"], ["serve"]):
            refused = ridgekey(*command, home=homes.office)
            assert (refused.code, refused.out) == (5, "")
            assert "is being changed" in refused.sentence
    assert homes.everything() == before


def test_a_server_keeps_it_out_and_starts_again_after_it(homes: Homes) -> None:
    before = key_of(homes.office)
    with server_process(homes.office):
        refused = ridgekey(*ROTATE, "--generate", home=homes.office)
        assert (refused.code, refused.out) == (5, "")
        assert before.equals_in_constant_time(key_of(homes.office))
    assert ridgekey(*ROTATE, "--generate", home=homes.office).code == 0
    with server_process(homes.office):
        assert ridgekey_branch("status", home=homes.basra).code == 0


def test_a_key_that_is_kept_elsewhere(homes: Homes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Everything is brought over, and the administrator has the source give the new key."""
    office, old, new = homes.office, tmp_path / "old", tmp_path / "new"
    shutil.move(office / "secrets" / "master.key", old)
    new.write_text(bytes(range(32)).hex() + "\n")
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY_FILE", str(old))
    drawn = ridgekey(*ROTATE, "--generate", home=office)
    assert drawn.code == 2
    assert "--new-key-file" in drawn.sentence
    new.chmod(0o644)
    done = ridgekey(*ROTATE, "--new-key-file", new, home=office)
    assert done.code == 0, done.err
    assert f"chmod 600 {new}" in done.err
    assert f"Let the file {old} give that key" in done.err
    stale = ridgekey("audit", "checkpoint", home=office)
    assert (stale.code, stale.out) == (7, "")
    assert "the one given is" in stale.sentence
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY_FILE", str(new))
    assert ridgekey("audit", "checkpoint", home=office).code == 0
    assert not (office / "secrets" / "master.key").exists()


def test_a_change_to_another_key_is_not_taken_for_the_one_that_was_begun(
    homes: Homes, tmp_path: Path
) -> None:
    office = homes.office
    assert killed_at(office, 5) == KILLED
    (tmp_path / "other").write_bytes(b"o" * 32)
    assert ridgekey("db", "current", home=office).code == 0  # SQLite takes in what the killed process left
    before = homes.everything()
    refused = ridgekey(*ROTATE, "--new-key-file", tmp_path / "other", home=office)
    assert (refused.code, refused.out) == (5, "")
    assert "was cut off" in refused.sentence
    assert homes.everything() == before
    assert ridgekey(*ROTATE, home=office).code == 0


def test_a_branch_of_before_is_served_after(homes: Homes) -> None:
    """What branches hold is theirs: a change at the head office does not reach it."""
    assert ridgekey(*ROTATE, "--generate", home=homes.office).code == 0
    package = homes.file("again.enrolment")
    assert ridgekey("user", "grant", "17", "basra", "-o", package, home=homes.office).code == 0
    assert ridgekey_branch("import", package, home=homes.basra).code == 0
