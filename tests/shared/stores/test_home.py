"""Homes are recognised before they are used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home
from shared.stores.master_key import MASTER_KEY_VARIABLE
from shared.stores.new_home import create_home
from tests.replay_randomness import ReplayRandomness

OFFICE, BRANCH = HomeKind.HEAD_OFFICE, HomeKind.BRANCH


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A branch's home."""
    root = tmp_path / "basra"
    with create_home(root, BRANCH, {"name": "basra"}, ReplayRandomness("home")):
        pass
    return root


def test_an_account_without_a_home_folder_is_told_what_to_do() -> None:
    with pytest.raises(Failure, match="--home") as refused:
        open_home(Path("~no-such-account/x"), BRANCH)
    assert refused.value.code is Code.INVALID_INPUT


def rewrite(home: Path, content: object) -> None:
    """Put something else into the record."""
    text = content if isinstance(content, str) else json.dumps(content)
    (home / BRANCH.record_name).write_text(text)


def test_a_home_says_what_its_record_says(home: Path) -> None:
    opened = open_home(home, BRANCH)
    assert (opened.root, opened.text("name")) == (home.resolve(), "basra")
    with opened.master_key() as master:
        assert len(master) == 32


def test_a_home_is_found_through_a_symbolic_link(home: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(home)
    assert open_home(tmp_path / "link", BRANCH).root == home.resolve()


@pytest.mark.parametrize(
    ("place", "says"),
    [
        pytest.param("nowhere", "There is no head office home at", id="nothing there"),
        pytest.param("empty", "is not the home of a head office", id="an empty folder"),
        pytest.param("file", "is not the home of a head office", id="a file"),
        pytest.param("basra", "is the home of a branch, not of a head office", id="a branch's home"),
    ],
)
def test_what_is_no_home_is_named(home: Path, tmp_path: Path, place: str, says: str) -> None:
    assert home.is_dir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(Failure, match=says) as refused:
        open_home(tmp_path / place, OFFICE)
    assert refused.value.code is Code.HOME_INVALID


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param("", "is damaged", id="empty"),
        pytest.param("{", "is damaged", id="no JSON"),
        pytest.param("[]", "is damaged", id="a list"),
        pytest.param({"kind": "branch"}, "is damaged", id="no format"),
        pytest.param({"kind": "head-office", "format": 1}, "is damaged", id="another kind"),
        pytest.param({"kind": "branch", "format": "1"}, "is damaged", id="a format that is text"),
        pytest.param({"kind": "branch", "format": True}, "is damaged", id="a format that is yes"),
        pytest.param({"kind": "branch", "format": 0}, "is damaged", id="format 0"),
        pytest.param(
            {"kind": "branch", "format": 2}, "newer version .* update this program", id="a newer format"
        ),
        pytest.param("\ufeff[" * 5000, "is damaged", id="nonsense"),
    ],
)
def test_a_record_that_cannot_be_used_is_named(home: Path, content: object, says: str) -> None:
    rewrite(home, content)
    with pytest.raises(Failure, match=says) as refused:
        open_home(home, BRANCH)
    assert refused.value.code is Code.HOME_INVALID


def test_a_record_that_is_no_text_is_named(home: Path) -> None:
    (home / BRANCH.record_name).write_bytes(b"\xff\xfe\xff")
    with pytest.raises(Failure, match="is damaged"):
        open_home(home, BRANCH)


def test_a_missing_value_of_the_record_is_named(home: Path) -> None:
    rewrite(home, {"kind": "branch", "format": 1})
    with pytest.raises(Failure, match="lacks 'name'") as refused:
        open_home(home, BRANCH).text("name")
    assert refused.value.code is Code.HOME_INVALID


@pytest.mark.parametrize("length", [None, 0, 31, 33], ids=["missing", "empty", "short", "long"])
def test_a_master_key_that_is_none_is_named(home: Path, length: int | None) -> None:
    key = home / "secrets" / "master.key"
    key.unlink()
    if length is not None:
        key.write_bytes(bytes(length))
        key.chmod(0o600)
    with pytest.raises(Failure, match=r"master\.key") as refused:
        open_home(home, BRANCH).master_key()
    assert refused.value.code is Code.HOME_INVALID


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620], ids=oct)
def test_a_master_key_that_others_can_read_is_not_used(home: Path, mode: int) -> None:
    key = home / "secrets" / "master.key"
    key.chmod(mode)
    with pytest.raises(Failure, match="chmod 600") as refused:
        open_home(home, BRANCH).master_key()
    assert refused.value.code is Code.HOME_INVALID


def test_a_provided_master_key_stands_in(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "provided").write_bytes(b"k" * 32)
    monkeypatch.setenv(MASTER_KEY_VARIABLE, str(tmp_path / "provided"))
    with open_home(home, BRANCH).master_key() as master:
        assert master.equals_in_constant_time(b"k" * 32)
