"""Homes are made whole or not at all."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from shared.errors import Code, Failure
from shared.stores.atomic import write_file
from shared.stores.home import HomeKind, open_home
from shared.stores.master_key import MASTER_KEY_VARIABLE
from shared.stores.new_home import create_home
from tests.replay_randomness import ReplayRandomness

OFFICE = HomeKind.HEAD_OFFICE


def make(root: Path, seed: str = "home") -> None:
    """Make a head office's home with one file in it."""
    with create_home(root, OFFICE, {"trust_domain": "example"}, ReplayRandomness(seed)) as home:
        write_file(home.keys / "a", b"sealed")
        (home.root / "loose").write_bytes(b"made with the umask")


def everything(folder: Path) -> list[str]:
    """Every path below a folder, hidden ones too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_home_is_whole_and_private(tmp_path: Path) -> None:
    make(tmp_path / "ho")
    assert open_home(tmp_path / "ho", OFFICE).text("trust_domain") == "example"
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "ho").rglob("*") if path.is_file()}
    folders = {
        path.stat().st_mode & 0o777
        for path in [tmp_path / "ho", *(tmp_path / "ho").iterdir()]
        if path.is_dir()
    }
    assert (modes, folders) == ({0o600}, {0o700})
    assert [path.name for path in tmp_path.iterdir()] == ["ho"]


def test_missing_folders_above_are_made_private(tmp_path: Path) -> None:
    make(tmp_path / "a" / "b" / "ho")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700


def test_an_empty_folder_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "ho").mkdir(mode=0o755)
    make(tmp_path / "ho")
    assert (tmp_path / "ho").stat().st_mode & 0o777 == 0o700


def test_a_failed_block_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        create_home(tmp_path / "a" / "ho", OFFICE, {}, ReplayRandomness("home")) as home,
    ):
        write_file(home.keys / "a", b"sealed" * (1 // 0))
    assert everything(tmp_path) == []


@pytest.mark.parametrize(
    ("place", "says"),
    [
        pytest.param("ho", "is the home of a head office already", id="a second home"),
        pytest.param("basra", "is the home of a branch already", id="a branch's home"),
        pytest.param("full", "is not empty", id="a folder in use"),
        pytest.param("file", "is a file", id="a file"),
        pytest.param("dangling", "is a file|is not empty", id="a link to nowhere"),
        pytest.param("/proc", "mount point", id="a mount point"),
    ],
)
def test_what_is_there_already_stays_as_it_is(tmp_path: Path, place: str, says: str) -> None:
    make(tmp_path / "ho")
    with create_home(tmp_path / "basra", HomeKind.BRANCH, {}, ReplayRandomness("home")):
        pass
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").write_text("dear")
    (tmp_path / "file").write_text("text")
    (tmp_path / "dangling").symlink_to(tmp_path / "file")
    before = everything(tmp_path)
    with pytest.raises(Failure, match=says) as refused:
        make(tmp_path / place)
    assert refused.value.code is Code.CONFLICT
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    ("place", "code"),
    [
        pytest.param("file/ho", Code.LOCAL_FAILURE, id="below a file"),
        pytest.param("/proc/ho", Code.LOCAL_FAILURE, id="where nothing can be made"),
        pytest.param("a\0b", Code.INVALID_INPUT, id="NUL"),
        pytest.param("n" * 300, Code.LOCAL_FAILURE, id="a name too long"),
    ],
)
def test_a_home_that_cannot_be_made_is_one_failure(tmp_path: Path, place: str, code: Code) -> None:
    (tmp_path / "file").write_text("text")
    with pytest.raises(Failure) as refused:
        make(tmp_path / place)
    assert refused.value.code is code
    assert everything(tmp_path) == ["file"]


def test_of_two_at_once_one_wins_whole(tmp_path: Path) -> None:
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def attempt(seed: str) -> None:
        try:
            with create_home(tmp_path / "ho", OFFICE, {"trust_domain": seed}, ReplayRandomness(seed)):
                barrier.wait(60)
            outcomes.append(seed)
        except Failure as failure:
            outcomes.append(failure.code.value)

    threads = [threading.Thread(target=attempt, args=(seed,)) for seed in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = open_home(tmp_path / "ho", OFFICE).text("trust_domain")
    assert sorted(outcomes) == sorted([winner, "CONFLICT"])
    assert [path.name for path in tmp_path.iterdir()] == ["ho"]


def test_a_provided_master_key_is_used_and_none_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "provided").write_bytes(b"k" * 32)
    monkeypatch.setenv(MASTER_KEY_VARIABLE, str(tmp_path / "provided"))
    make(tmp_path / "ho")
    assert list((tmp_path / "ho" / "secrets").iterdir()) == []


def test_a_provided_file_that_is_no_key_is_refused_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MASTER_KEY_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(Failure) as refused:
        make(tmp_path / "ho")
    assert refused.value.code is Code.HOME_INVALID
    assert everything(tmp_path) == []
