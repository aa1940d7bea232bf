"""One suite for every place where blobs may lie, and what is special about a local folder."""

from __future__ import annotations

from pathlib import Path

import fsspec
import pytest

from shared.errors import Code, Failure
from shared.stores.blobs import Blobs, LocalBlobs, open_blobs
from shared.stores.location import Location


@pytest.fixture(params=["folder", "file URL", "fsspec", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    """Every adapter in turn, empty."""
    if request.param == "s3":
        request.getfixturevalue("aws")
        server = request.getfixturevalue("s3")
        return open_blobs(Location(f"s3://{server.new_bucket()}/b/c", server.url))
    fsspec.filesystem("memory").store.clear()
    roots = {"folder": tmp_path / "b", "file URL": f"file://{tmp_path}/b", "fsspec": "memory://bucket/b"}
    return open_blobs(roots[request.param])


def test_a_blob_is_read_back(blobs: Blobs) -> None:
    blobs.write("a", b"one")
    assert blobs.read("a") == b"one"
    assert blobs.exists("a")


def test_a_blob_is_replaced(blobs: Blobs) -> None:
    blobs.write("a", b"one")
    blobs.write("a", b"two")
    assert blobs.read("a") == b"two"


def test_a_name_that_is_taken_keeps_its_blob(blobs: Blobs) -> None:
    blobs.create("a", b"one")
    with pytest.raises(Failure) as refused:
        blobs.create("a", b"two")
    assert refused.value.code is Code.CONFLICT
    assert blobs.read("a") == b"one"


def test_the_size_of_a_blob(blobs: Blobs) -> None:
    blobs.write("a", b"one")
    assert blobs.size("a") == 3
    with pytest.raises(Failure) as refused:
        blobs.size("b")
    assert refused.value.code is Code.NOT_FOUND


def test_names_are_sorted(blobs: Blobs) -> None:
    assert blobs.names() == []
    for name in ("b", "a", "c"):
        blobs.write(name, b"")
    assert blobs.names() == ["a", "b", "c"]


def test_a_blob_is_deleted_once_or_twice(blobs: Blobs) -> None:
    blobs.write("a", b"one")
    blobs.delete("a")
    blobs.delete("a")
    assert not blobs.exists("a")
    assert blobs.names() == []


def test_an_absent_blob_is_not_found(blobs: Blobs) -> None:
    with pytest.raises(Failure) as refused:
        blobs.read("absent")
    assert refused.value.code is Code.NOT_FOUND


@pytest.mark.parametrize(
    "root", ["nosuchscheme://bucket", "http://127.0.0.1:9/bucket"], ids=["scheme", "host"]
)
def test_a_store_that_cannot_be_reached_is_unavailable(root: str) -> None:
    for action in (
        lambda blobs: blobs.names(),
        lambda blobs: blobs.read("a"),
        lambda blobs: blobs.write("a", b""),
    ):
        with pytest.raises(Failure) as refused:
            action(open_blobs(root))
        assert refused.value.code is Code.STORAGE_UNAVAILABLE


def test_a_folder_that_cannot_be_used_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    blobs = LocalBlobs(tmp_path / "file")
    for action in (blobs.names, lambda: blobs.write("a", b""), lambda: blobs.delete("a")):
        with pytest.raises(Failure) as refused:
            action()
        assert refused.value.code is Code.STORAGE_UNAVAILABLE


@pytest.mark.fault(27)
def test_a_symbolic_link_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "a").symlink_to(tmp_path / "secret")
    with pytest.raises(Failure) as refused:
        LocalBlobs(tmp_path).read("a")
    assert refused.value.code is Code.STORAGE_UNAVAILABLE


def test_a_temporary_file_that_a_crash_left_is_no_blob(tmp_path: Path) -> None:
    (tmp_path / ".ridgekey-0123.tmp").write_bytes(b"half")
    assert LocalBlobs(tmp_path).names() == []
