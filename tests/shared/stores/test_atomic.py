"""Files appear whole or not at all (protocol §4.5)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shared.errors import Code, Failure
from shared.stores.atomic import check_writable, make_folder, open_atomically, read_file, write_file


def names(folder: Path) -> list[str]:
    """Everything in a folder, hidden files too."""
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_is_written_whole_and_private(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"content")
    assert (tmp_path / "a").read_bytes() == b"content"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["a"]


def test_the_file_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_file(tmp_path / "a", b"content")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_an_existing_file_is_replaced_or_kept(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"first")
    with pytest.raises(Failure) as refused:
        write_file(tmp_path / "a", b"second", replace=False)
    assert refused.value.code is Code.CONFLICT
    assert (tmp_path / "a").read_bytes() == b"first"
    write_file(tmp_path / "a", b"second")
    assert (tmp_path / "a").read_bytes() == b"second"
    assert names(tmp_path) == ["a"]


def test_a_failed_block_leaves_what_was_there(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"first")
    with pytest.raises(ZeroDivisionError), open_atomically(tmp_path / "a") as file:
        file.write(b"sec" * (1 // 0))
    assert (tmp_path / "a").read_bytes() == b"first"
    assert names(tmp_path) == ["a"]


def test_a_symbolic_link_is_replaced_not_followed(tmp_path: Path) -> None:
    write_file(tmp_path / "target", b"untouched")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_file(tmp_path / "link", b"new")
    assert (tmp_path / "target").read_bytes() == b"untouched"
    assert not (tmp_path / "link").is_symlink()


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("missing/a", id="no folder"),
        pytest.param("file/a", id="a file as folder"),
        pytest.param("folder", id="a folder as file"),
        pytest.param("a" * 300, id="a name too long"),
        pytest.param("a\0b", id="NUL"),
    ],
)
def test_what_cannot_be_written_is_one_failure(tmp_path: Path, place: str) -> None:
    write_file(tmp_path / "file", b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Failure) as refused:
        write_file(tmp_path / place, b"content")
    assert refused.value.code is Code.LOCAL_FAILURE
    assert names(tmp_path) == ["file", "folder"]


@pytest.mark.parametrize(
    ("place", "says"),
    [
        pytest.param("missing/a", "create it first", id="no folder"),
        pytest.param("folder", "is a folder", id="a folder"),
        pytest.param("a\0b", "NUL", id="NUL"),
        pytest.param("pipe", "is no file", id="a pipe"),
        pytest.param("link", "is no file", id="a link to a pipe"),
        pytest.param("/dev/null", "is no file", id="a device"),
    ],
)
def test_a_bad_target_is_named_before_any_work(tmp_path: Path, place: str, says: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    check_writable(tmp_path / "folder" / "a")
    with pytest.raises(Failure, match=says) as refused:
        check_writable(tmp_path / place)
    assert refused.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize(
    ("place", "code"),
    [
        pytest.param("missing", Code.NOT_FOUND, id="missing"),
        pytest.param("folder", Code.INVALID_INPUT, id="a folder"),
        pytest.param("file", Code.TOO_LARGE, id="above the limit"),
        pytest.param("a\0b", Code.LOCAL_FAILURE, id="NUL"),
        pytest.param("/dev/null", Code.INVALID_INPUT, id="a device"),
        pytest.param("pipe", Code.INVALID_INPUT, id="a pipe that nobody writes to"),
    ],
)
def test_what_cannot_be_read_is_one_failure(tmp_path: Path, place: str, code: Code) -> None:
    write_file(tmp_path / "file", b"four")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert read_file(tmp_path / "file", 4) == b"four"
    with pytest.raises(Failure) as refused:
        read_file(tmp_path / place, 3)
    assert refused.value.code is code


def test_a_folder_is_made_private_or_left_as_it_is(tmp_path: Path) -> None:
    make_folder(tmp_path / "images")
    assert (tmp_path / "images").stat().st_mode & 0o777 == 0o700
    (tmp_path / "images").chmod(0o755)
    make_folder(tmp_path / "images")
    assert (tmp_path / "images").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("place", ["file", "missing/images", "file/images", "a\0b"])
def test_no_folder_is_made_where_none_can_be(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Failure) as refused:
        make_folder(tmp_path / place)
    assert refused.value.code is Code.INVALID_INPUT
