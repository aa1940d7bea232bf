"""Sealed stores (protocol §4.7): what is on disk is closed and bound to its name and its folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.stores.blobs import LocalBlobs
from shared.stores.sealed_store import SealedStore
from tests.replay_randomness import ReplayRandomness
from tests.shared.stores.sealed_parts import master_key

PLAIN = b"confidential " * 20
VECTORS = Path(__file__).parents[2] / "vectors"
VECTOR = json.loads((VECTORS / "sealed_object.json").read_text("utf-8"))
OLD = json.loads((VECTORS / "sealed_file.json").read_text("utf-8"))


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


def test_an_object_and_its_data_key_lie_beside_each_other(tmp_path: Path) -> None:
    images = store(tmp_path)
    images.put("a", PLAIN)
    (entry,) = [images.entry(name) for name in images.names()]
    assert entry.object_id is not None
    assert {file.name for file in tmp_path.iterdir()} == {"a.sealed", f"a.{entry.object_id.hex()}.key"}
    images.put("a", b"another")
    assert (images.get("a"), len(list(tmp_path.iterdir()))) == (b"another", 2)
    assert images.entry("a") != entry
    images.delete("a")
    assert list(tmp_path.iterdir()) == []


def test_a_recorded_object_comes_out_the_same(tmp_path: Path) -> None:
    randomness = ReplayRandomness(VECTOR["seed"])
    master = Secret(bytes.fromhex(VECTOR["master"]))
    objects = SealedStore(tmp_path, master, VECTOR["kind"], randomness)
    objects.put(VECTOR["name"], bytes.fromhex(VECTOR["data"]))
    key = tmp_path / f"{VECTOR['name']}.{VECTOR['object_id']}.key"
    assert (tmp_path / f"{VECTOR['name']}.sealed").read_bytes().hex() == VECTOR["object"]
    assert key.read_bytes().hex() == VECTOR["key"]


def test_a_file_of_the_first_releases_opens_and_is_replaced(tmp_path: Path) -> None:
    master = Secret(bytes.fromhex(OLD["master"]))
    (tmp_path / f"{OLD['name']}.sealed").write_bytes(bytes.fromhex(OLD["sealed"]))
    objects = SealedStore(tmp_path, master, OLD["kind"], ReplayRandomness(1))
    assert objects.get(OLD["name"]) == bytes.fromhex(OLD["data"])
    assert objects.entry(OLD["name"]).object_id is None
    objects.put(OLD["name"], b"new")
    assert objects.get(OLD["name"]) == b"new"
    assert objects.entry(OLD["name"]).object_id is not None


@pytest.mark.parametrize("spoil", ["key gone", "key of another", "object of another"])
def test_an_object_does_not_open_without_its_own_data_key(tmp_path: Path, spoil: str) -> None:
    images = store(tmp_path)
    images.put("a", PLAIN)
    images.put("b", PLAIN)
    key, other = (next(tmp_path.glob(f"{name}.*.key")) for name in "ab")
    if spoil == "key gone":
        key.unlink()
    elif spoil == "key of another":
        key.write_bytes(other.read_bytes())
    else:
        (tmp_path / "a.sealed").write_bytes((tmp_path / "b.sealed").read_bytes())
    with pytest.raises(Failure, match="image a was altered") as refused:
        images.get("a")
    assert refused.value.code is Code.INTEGRITY


def test_a_reader_meets_a_replaced_object_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The object was read, and is replaced before its data key is."""
    images = store(tmp_path)
    images.put("a", PLAIN)
    read = LocalBlobs.read
    replaced = []

    def interrupted(blobs: LocalBlobs, name: str) -> bytes:
        data = read(blobs, name)
        if name.endswith(".sealed") and not replaced:
            replaced.append(name)
            SealedStore(tmp_path, master_key(), "image", ReplayRandomness("other")).put("a", b"another")
        return data

    monkeypatch.setattr(LocalBlobs, "read", interrupted)
    assert images.get("a") == b"another"


def test_a_put_that_is_cut_off_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    images = store(tmp_path)
    images.put("a", PLAIN)
    write = LocalBlobs.write

    def cut_off(blobs: LocalBlobs, name: str, data: bytes) -> None:
        if name.endswith(".sealed"):
            raise Failure(Code.STORAGE_UNAVAILABLE)
        write(blobs, name, data)

    monkeypatch.setattr(LocalBlobs, "write", cut_off)
    with pytest.raises(Failure):
        images.put("a", b"another")
    assert images.get("a") == PLAIN


def test_what_is_exported_is_the_object_and_its_key(tmp_path: Path) -> None:
    store(tmp_path / "here").put("a", PLAIN)
    (tmp_path / "there").mkdir()
    for name, data in store(tmp_path / "here").export("a").items():
        LocalBlobs(tmp_path / "there").write(name, data)
    assert store(tmp_path / "there").get("a") == PLAIN
    assert len(list((tmp_path / "there").iterdir())) == 2


def test_what_does_not_open_is_not_exported(tmp_path: Path) -> None:
    store(tmp_path).put("a", PLAIN)
    (tmp_path / "a.sealed").write_bytes((tmp_path / "a.sealed").read_bytes()[:-1] + b"x")
    with pytest.raises(Failure) as refused:
        store(tmp_path).export("a")
    assert refused.value.code is Code.INTEGRITY
    with pytest.raises(Failure) as refused:
        store(tmp_path).export("b")
    assert refused.value.code is Code.NOT_FOUND
