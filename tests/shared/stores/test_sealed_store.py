"""Sealed stores (protocol §4.7): what is on disk is closed and bound to its name and its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.errors import Code, Failure
from shared.stores.sealed_store import SealedStore
from tests.replay_randomness import ReplayRandomness
from tests.shared.stores.sealed_parts import master_key

PLAIN = b"confidential " * 20


def store(folder: Path, byte: int = 7, kind: str = "image") -> SealedStore:
    """A store on a folder."""
    return SealedStore(folder, master_key(byte), kind, ReplayRandomness(str(folder)))


def test_what_is_put_is_got(tmp_path: Path) -> None:
    images = store(tmp_path)
    images.put("a", PLAIN)
    assert (images.get("a"), images.exists("a"), images.names()) == (PLAIN, True, ("a",))
    images.delete("a")
    assert (images.exists("a"), images.names()) == (False, ())


def test_the_disk_shows_nothing_of_it(tmp_path: Path) -> None:
    store(tmp_path).put("a", PLAIN)
    assert b"confidential" not in (tmp_path / "a.sealed").read_bytes()
    assert (tmp_path / "a.sealed").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("byte", "kind", "name"),
    [
        pytest.param(8, "image", "a", id="another master key"),
        pytest.param(7, "enrolment", "a", id="another kind"),
        pytest.param(7, "image", "b", id="another name"),
    ],
)
def test_a_file_opens_only_as_what_it_was_sealed(tmp_path: Path, byte: int, kind: str, name: str) -> None:
    store(tmp_path).put("a", PLAIN)
    (tmp_path / "b.sealed").write_bytes((tmp_path / "a.sealed").read_bytes())
    with pytest.raises(Failure) as refused:
        store(tmp_path, byte, kind).get(name)
    assert refused.value.code is Code.INTEGRITY


@pytest.mark.fault(27)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param("../a", id="up"),
        pytest.param("a/b", id="slash"),
        pytest.param("a\\b", id="backslash"),
        pytest.param("a..b", id="two dots"),
        pytest.param("..", id="only dots"),
        pytest.param(".a", id="hidden"),
        pytest.param("a\0", id="NUL"),
        pytest.param("a\n", id="line end"),
        pytest.param("é", id="not ASCII"),
        pytest.param("a" * 129, id="too long"),
    ],
)
def test_a_name_never_leaves_the_folder(tmp_path: Path, name: str) -> None:
    images = store(tmp_path / "images")
    for action in (lambda: images.put(name, b""), lambda: images.get(name), lambda: images.exists(name)):
        with pytest.raises(Failure) as refused:
            action()
        assert refused.value.code is Code.INVALID_INPUT
    assert list(tmp_path.iterdir()) == []


def test_strange_files_in_the_folder_are_no_entries(tmp_path: Path) -> None:
    images = store(tmp_path)
    images.put("a", PLAIN)
    for name in ("notes.txt", ".ridgekey-1.tmp", "..sealed", "b c.sealed"):
        (tmp_path / name).write_bytes(b"")
    assert images.names() == ("a",)
