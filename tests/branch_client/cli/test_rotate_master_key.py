"""``ridgekey-branch config rotate-master-key`` killed at every step, refused, resumed; what it seals."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from shared.crypto.data_key import check_value
from shared.crypto.randomness import SystemRandomness
from shared.crypto.secret import Secret
from shared.errors import Failure
from shared.stores import atomic, key_rotation
from shared.stores.home import HomeKind, open_home
from shared.stores.home_lock import alone, sharing
from shared.stores.sealed_stores import sealed_stores
from tests.command_lines import ridgekey_branch
from tests.server.planted_faults import altered
from tests.staffed_homes import Homes

ROTATE = ("config", "rotate-master-key", "--yes")
SEALED = {"keys/hpke.sealed", "keys/tls.sealed", "enrolments/17.1.sealed"}
KILLED = 9
STEPS = 6
"""Two files of the change, three data keys, and the new key taking its place."""

WORKING = [
    pytest.param(("list",), id="list"),
    pytest.param(("fetch", "17", "scan-1", "-o", "scan-1"), id="fetch"),
    pytest.param(("open", "kept.sealed", "-o", "scan-1"), id="open"),
    pytest.param(("import", "17.enrolment"), id="import"),
    pytest.param(("accept", "basra.admission", "--yes"), id="accept"),
    pytest.param(("forget", "17", "--yes"), id="forget"),
    pytest.param(("renew",), id="renew"),
    pytest.param(("status",), id="status"),
    pytest.param(("witness", "show"), id="witness show"),
    pytest.param(("witness", "export", "checkpoint"), id="witness export"),
    pytest.param(("witness", "reset", "--reason", "x"), id="witness reset"),
]


def key_of(branch: Path) -> Secret:
    """The master key that lies in the home."""
    return Secret((branch / "secrets" / "master.key").read_bytes())


def opens(branch: Path, *keys: Secret) -> bool:
    """Whether everything that is sealed in the home opens with one of the keys."""
    home = open_home(branch, HomeKind.BRANCH)
    stores = [sealed_stores(home, key, SystemRandomness()) for key in keys]

    def content(kind: int, name: str) -> bool:
        for each in stores:
            try:
                return bool(each[kind].get(name))
            except Failure:
                continue
        return False

    named = [(kind, name) for kind, store in enumerate(stores[0]) for name in store.names()]
    assert len(named) == len(SEALED)
    return all(content(*each) for each in named)


def killed_at(branch: Path, step: int) -> int:
    """Change the key in a process that is killed after so many steps; how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        _die_after(step)
        os._exit(ridgekey_branch(*ROTATE, "--generate", home=branch).code)
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

    for module, name in ((atomic, "_take_name"), (key_rotation, "install_next_key")):
        setattr(module, name, counted(getattr(module, name)))


def test_everything_is_under_the_new_key_and_nothing_was_rewritten(homes: Homes) -> None:
    branch, old = homes.basra, key_of(homes.basra)
    objects = {path: path.read_bytes() for path in branch.rglob("*.sealed")}
    assert {str(path.relative_to(branch)) for path in objects} == SEALED
    done = ridgekey_branch(*ROTATE, "--generate", home=branch)
    assert done.code == 0, done.err
    new = key_of(branch)
    assert done.data == {
        "old_key": check_value(old).hex(),
        "new_key": check_value(new).hex(),
        "rewrapped": 3,
        "already_under_it": 0,
        "resumed": False,
        "changed": True,
    }
    assert "This branch uses the master key" in done.err
    assert {path: path.read_bytes() for path in objects} == objects
    assert opens(branch, new)
    assert not opens(branch, old)
    assert [path.name for path in (branch / "secrets").iterdir()] == ["master.key"]
    assert (branch / "secrets" / "master.key").stat().st_mode & 0o777 == 0o600
    for key in (old, new):
        assert key.export_bytes().hex() not in done.out + done.err


def test_a_branch_works_after_it(homes: Homes) -> None:
    assert ridgekey_branch(*ROTATE, "--generate", home=homes.basra).code == 0
    items = {each["check"]: each for each in ridgekey_branch("doctor", home=homes.basra).data["items"]}
    assert {items[check]["level"] for check in ("master key", "keys", "enrolments")} == {"ok"}
    assert ridgekey_branch("import", homes.file("17.enrolment"), home=homes.basra).code == 0


def test_there_are_no_more_steps_than_are_killed(homes: Homes) -> None:
    assert killed_at(homes.basra, STEPS + 1) == 0


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_killed_at_any_step_everything_opens_and_the_command_goes_on(homes: Homes, step: int) -> None:
    branch, old = homes.basra, key_of(homes.basra)
    assert killed_at(branch, step) == KILLED
    following = branch / "secrets" / "master.key.next"
    assert opens(
        branch, old, key_of(branch), *([Secret(following.read_bytes())] if following.exists() else [])
    )
    if (branch / "secrets" / "key-change.json").exists():
        waits = ridgekey_branch("import", homes.file("17.enrolment"), home=branch)
        assert (waits.code, waits.out) == (5, "")
        assert "finish it with `ridgekey-branch config rotate-master-key`" in waits.sentence
        looked = ridgekey_branch("doctor", home=branch).data["items"]
        (found,) = [each for each in looked if each["check"] == "master key"]
        assert (found["level"], found["exit_code"]) == ("failure", 5)
        assert found["remedy"] == f"ridgekey-branch config rotate-master-key --home {branch}"
        resumed = ridgekey_branch(*ROTATE, home=branch)
        assert resumed.code == 0, resumed.err
        assert resumed.data["resumed"]
        assert resumed.data["old_key"] == check_value(old).hex()
    else:
        assert ridgekey_branch(*ROTATE, "--generate", home=branch).code == 0
    assert opens(branch, key_of(branch))
    assert not opens(branch, old)
    assert ridgekey_branch("import", homes.file("17.enrolment"), home=branch).code == 0


@pytest.mark.parametrize("command", WORKING)
def test_no_command_works_with_the_keys_meanwhile(homes: Homes, command: tuple[str, ...]) -> None:
    before = homes.everything()
    words = [str(homes.file(word)) if (homes.folder / word).is_file() else word for word in command]
    with alone(open_home(homes.basra, HomeKind.BRANCH)):
        refused = ridgekey_branch(*words, home=homes.basra)
    assert (refused.code, refused.out) == (5, "")
    assert "is being changed" in refused.sentence
    assert homes.everything() == before


def test_it_waits_for_nobody(homes: Homes) -> None:
    before = homes.everything()
    with sharing(open_home(homes.basra, HomeKind.BRANCH)):
        refused = ridgekey_branch(*ROTATE, "--generate", home=homes.basra)
    assert (refused.code, refused.out) == (5, "")
    assert homes.everything() == before


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(ROTATE, 2, "--generate, or --new-key-file", id="no key"),
        pytest.param((*ROTATE, "--generate", "--new-key-file", "k"), 2, "exclude each other", id="two keys"),
        pytest.param((*ROTATE, "--new-key-file", "short"), 2, "is not a master key of 32", id="a short key"),
        pytest.param((*ROTATE, "--new-key-file", "same"), 5, "is the one in use", id="the same key"),
        pytest.param((*ROTATE[:-1], "--generate"), 2, "--yes", id="nobody to ask"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    homes: Homes,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: tuple[str, ...],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short").write_bytes(b"x" * 31)
    shutil.copy(homes.basra / "secrets" / "master.key", tmp_path / "same")
    before = homes.everything()
    refused = ridgekey_branch(*arguments, home=homes.basra)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


def test_an_enrolment_that_opens_under_neither_key_stops_it_first(homes: Homes) -> None:
    (sealed,) = (homes.basra / "enrolments").glob("17.1.*.key")
    altered(str(sealed.relative_to(homes.basra)))(homes.basra)
    before = homes.everything()
    refused = ridgekey_branch(*ROTATE, "--generate", home=homes.basra)
    assert (refused.code, refused.out) == (7, "")
    assert homes.everything() == before


def test_a_dry_run_changes_nothing(homes: Homes) -> None:
    before = homes.everything()
    looked = ridgekey_branch(*ROTATE, "--generate", "--dry-run", home=homes.basra)
    assert (looked.data["rewrapped"], looked.data["new_key"], looked.data["changed"]) == (3, None, False)
    assert homes.everything() == before


def test_a_key_that_is_kept_elsewhere(homes: Homes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    branch, old, new = homes.basra, tmp_path / "old", tmp_path / "new"
    shutil.move(branch / "secrets" / "master.key", old)
    new.write_text(bytes(range(32)).hex() + "\n")
    new.chmod(0o600)
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY_FILE", str(old))
    assert ridgekey_branch(*ROTATE, "--generate", home=branch).code == 2
    done = ridgekey_branch(*ROTATE, "--new-key-file", new, home=branch)
    assert done.code == 0, done.err
    assert f"Let the file {old} give that key" in done.err
    package = homes.file("17.enrolment")
    assert ridgekey_branch("import", package, home=branch).code == 7
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY_FILE", str(new))
    assert ridgekey_branch("import", package, home=branch).code == 0
