"""``config rotate-master-key`` at both ends: killed at every step, refused, resumed; what it seals, shows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shared.crypto.data_key import check_value
from shared.crypto.secret import Secret
from shared.stores.home import open_home
from shared.stores.home_lock import alone, sharing
from tests.key_changes import BRANCH, KILLED, OFFICE, End
from tests.spoilt_homes import answer_to
from tests.staffed_homes import Homes

ENDS = pytest.mark.parametrize(
    "end", [pytest.param(OFFICE, id="head office"), pytest.param(BRANCH, id="branch")]
)
STEPS = [
    pytest.param(end, step, id=f"{end.program} {step}")
    for end in (OFFICE, BRANCH)
    for step in range(1, end.steps + 1)
]
WORKING = [
    pytest.param(end, line, id=f"{end.program} {line}")
    for end, lines in {
        OFFICE: ("user list", "config show", "serve"),
        BRANCH: (
            *("list", "fetch 17 scan-1 -o scan-1", "open kept.sealed -o scan-1", "import 17.enrolment"),
            *("accept basra.admission --yes", "forget 17 --yes", "forget 17 --dry-run", "renew", "status"),
            *("witness show", "witness export checkpoint", "witness reset --reason x"),
        ),
    }.items()
    for line in lines
]


@ENDS
def test_everything_is_under_the_new_key_and_nothing_was_rewritten(end: End, homes: Homes) -> None:
    home, old = end.home(homes), end.key(homes)
    objects = {path: path.read_bytes() for path in home.rglob("*.sealed")}
    assert len(objects) == end.sealed
    done = end.rotate(homes, "--generate")
    assert done.code == 0, done.err
    new = end.key(homes)
    assert done.data == {
        "old_key": check_value(old).hex(),
        "new_key": check_value(new).hex(),
        "rewrapped": end.sealed,
        "already_under_it": 0,
        "resumed": False,
        "changed": True,
    }
    assert f"{end.whose} uses the master key" in done.err
    assert {path: path.read_bytes() for path in objects} == objects
    assert (end.opens(homes, new), end.opens(homes, old)) == (True, False)
    wrapped = b"".join(path.read_bytes() for path in home.rglob("*.key") if path.name != "master.key")
    assert (wrapped.count(check_value(new)), wrapped.count(check_value(old))) == (end.sealed, 0)
    (kept,) = (home / "secrets").iterdir()
    assert (kept.name, kept.stat().st_mode & 0o777) == ("master.key", 0o600)
    for key in (old, new):
        assert key.export_bytes().hex() not in done.out + done.err
    assert end.use_the_key(homes).code == 0


@ENDS
def test_there_are_no_more_steps_than_are_killed(end: End, homes: Homes) -> None:
    assert end.killed_at(homes, end.steps + 1) == 0


@pytest.mark.parametrize(("end", "step"), STEPS)
def test_killed_at_any_step_everything_opens_and_the_command_goes_on(
    end: End, step: int, homes: Homes
) -> None:
    home, old = end.home(homes), end.key(homes)
    assert end.killed_at(homes, step) == KILLED
    following = home / "secrets" / "master.key.next"
    held = [Secret(following.read_bytes())] if following.exists() else []
    assert end.opens(homes, old, end.key(homes), *held)
    if (home / "secrets" / "key-change.json").exists():
        waits = end.use_the_key(homes)
        assert (waits.code, waits.out) == (5, "")
        assert f"finish it with `{end.program} config rotate-master-key`" in waits.sentence
        found = answer_to(end.run("doctor", home=home), "master key")
        assert (found["level"], found["exit_code"]) == ("failure", 5)
        assert found["remedy"] == f"{end.program} config rotate-master-key --home {home}"
        resumed = end.rotate(homes)
        assert resumed.code == 0, resumed.err
        assert (resumed.data["resumed"], resumed.data["old_key"]) == (True, check_value(old).hex())
    else:
        assert end.rotate(homes, "--generate").code == 0
    assert (end.opens(homes, end.key(homes)), end.opens(homes, old)) == (True, False)
    assert end.use_the_key(homes).code == 0
    if end is OFFICE:
        events = [row["event"] for row in end.run("audit", "tail", home=home).data["items"]]
        assert {"KEY_CHANGE_BEGUN", "KEY_CHANGED"} <= set(events)


@ENDS
@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(["--yes"], 2, "--generate, or --new-key-file", id="no key"),
        pytest.param(["--yes", "--generate", "--new-key-file", "k"], 2, "exclude each other", id="two keys"),
        pytest.param(["--yes", "--new-key-file", "absent"], 3, "There is no file", id="no file"),
        pytest.param(["--yes", "--new-key-file", "short"], 2, "is not a master key of 32", id="a short key"),
        pytest.param(["--yes", "--new-key-file", "long"], 1, "larger than 1024", id="something else"),
        pytest.param(["--yes", "--new-key-file", "same"], 5, "is the one in use", id="the same key"),
        pytest.param(["--generate"], 2, "--yes", id="nobody to ask"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    end: End,
    homes: Homes,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short").write_bytes(b"x" * 31)
    (tmp_path / "long").write_bytes(b"x" * 5000)
    shutil.copy(end.home(homes) / "secrets" / "master.key", tmp_path / "same")
    before = homes.everything()
    refused = end.run("config", "rotate-master-key", *arguments, home=end.home(homes))
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


@ENDS
def test_a_dry_run_changes_nothing_and_asks_nobody(end: End, homes: Homes) -> None:
    before = homes.everything()
    looked = end.run("config", "rotate-master-key", "--generate", "--dry-run", home=end.home(homes))
    assert looked.code == 0, looked.err
    told = tuple(looked.data[name] for name in ("rewrapped", "new_key", "changed"))
    assert told == (end.sealed, None, False)
    assert homes.everything() == before


@ENDS
def test_it_waits_for_nobody(end: End, homes: Homes) -> None:
    before = homes.everything()
    with sharing(open_home(end.home(homes), end.kind)):
        refused = end.rotate(homes, "--generate")
    assert (refused.code, refused.out) == (5, "")
    assert homes.everything() == before


@pytest.mark.parametrize(("end", "line"), WORKING)
def test_no_command_works_with_the_keys_meanwhile(end: End, line: str, homes: Homes) -> None:
    before = homes.everything()
    words = [str(homes.file(word)) if homes.file(word).is_file() else word for word in line.split()]
    with alone(open_home(end.home(homes), end.kind)):
        refused = end.run(*words, home=end.home(homes))
    assert (refused.code, refused.out) == (5, "")
    assert "is being changed" in refused.sentence
    assert homes.everything() == before


@ENDS
def test_a_key_that_is_kept_elsewhere(
    end: End, homes: Homes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Everything is brought over, and a person has the source give the new key."""
    old, new = tmp_path / "old", tmp_path / "new"
    shutil.move(end.home(homes) / "secrets" / "master.key", old)
    new.write_text(bytes(range(32)).hex() + "\n")
    new.chmod(0o644)
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY_FILE", str(old))
    drawn = end.rotate(homes, "--generate")
    assert drawn.code == 2
    assert "--new-key-file" in drawn.sentence
    done = end.rotate(homes, "--new-key-file", new)
    assert done.code == 0, done.err
    assert f"chmod 600 {new}" in done.err
    assert f"Let the file {old} give that key" in done.err
    stale = end.use_the_key(homes)
    assert (stale.code, stale.out) == (7, "")
    assert "the one given is" in stale.sentence
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY_FILE", str(new))
    assert end.use_the_key(homes).code == 0
    assert not (end.home(homes) / "secrets" / "master.key").exists()
