"""A change of the master key rewrites no object, and cut off anywhere each opens with one of the keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.stores.blobs import LocalBlobs
from shared.stores.rewrapping import require_done, rewrap, survey
from shared.stores.sealed_store import SealedStore
from tests.replay_randomness import ReplayRandomness

OLD_FILE = json.loads((Path(__file__).parents[2] / "vectors" / "sealed_file.json").read_text("utf-8"))
OLD, NEW, WRONG = Secret(bytes.fromhex(OLD_FILE["master"])), Secret(b"n" * 32), Secret(b"w" * 32)
CONTENT = {"a": b"first", "b": b"second" * 100_000, "xray-7": bytes.fromhex(OLD_FILE["data"])}
KINDS = ("image", "key")

Stores = tuple[SealedStore, ...]


class CutOff(BaseException):
    """The process was ended."""


def stores(folder: Path, master: Secret) -> Stores:
    """Two stores under one master key."""
    return tuple(SealedStore(folder / kind, master, kind, ReplayRandomness(kind)) for kind in KINDS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two stores with objects, and a file of the first releases."""
    for store in stores(tmp_path, OLD):
        for name in ("a", "b"):
            store.put(name, CONTENT[name])
    (tmp_path / "image" / "xray-7.sealed").write_bytes(bytes.fromhex(OLD_FILE["sealed"]))
    return tmp_path


def silent(done: int, total: int) -> None:
    """Nobody watches."""
    assert 0 < done <= total


def change(folder: Path, old: Secret = OLD, new: Secret = NEW) -> tuple[int, int]:
    """Bring everything from one key to the other; how much was and is to be done."""
    before, after = stores(folder, old), stores(folder, new)
    found = survey(before, after, silent)
    rewrap(found, before, after, silent)
    require_done(survey(before, after, silent))
    return len(found.waiting), found.done


def opens_with(folder: Path, *keys: Secret) -> bool:
    """Whether everything opens with one of the keys."""

    def opens(kind: int, name: str, key: Secret) -> bool:
        try:
            return stores(folder, key)[kind].get(name) == CONTENT[name]
        except Failure:
            return False

    named = [(0, "a"), (0, "b"), (0, "xray-7"), (1, "a"), (1, "b")]
    return all(any(opens(kind, name, key) for key in keys) for kind, name in named)


def test_no_object_is_rewritten_and_the_old_key_opens_nothing(folder: Path) -> None:
    objects = {path: path.read_bytes() for path in folder.rglob("[ab].sealed")}
    assert change(folder) == (5, 0)
    assert {path: path.read_bytes() for path in objects} == objects
    assert len(objects) == 4
    assert opens_with(folder, NEW)
    for name in ("a", "b", "xray-7"):
        with pytest.raises(Failure):
            stores(folder, OLD)[0].get(name)
    assert change(folder) == (0, 5)
    assert change(folder, NEW, WRONG) == (5, 0)


@pytest.mark.parametrize("point", range(6))
@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_cut_off_at_any_write_everything_opens_and_the_change_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, point: int, late: bool
) -> None:
    write, count = LocalBlobs.write, iter(range(100))

    def cut_off(blobs: LocalBlobs, name: str, data: bytes) -> None:
        last = next(count) == point
        if last and not late:
            raise CutOff
        write(blobs, name, data)
        if last:
            raise CutOff

    with monkeypatch.context() as patched:
        patched.setattr(LocalBlobs, "write", cut_off)
        with pytest.raises(CutOff):
            change(folder)
    assert opens_with(folder, OLD, NEW)
    waiting, done = change(folder)
    assert waiting + done == 5
    assert opens_with(folder, NEW)


@pytest.mark.parametrize(
    ("old", "new"),
    [pytest.param(WRONG, NEW, id="wrong old key"), pytest.param(NEW, OLD, id="keys the wrong way round")],
)
def test_what_opens_under_neither_key_stops_it_before_a_change(
    folder: Path, old: Secret, new: Secret
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(Failure) as refused:
        change(folder, old, new)
    assert refused.value.code is Code.INTEGRITY
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_is_damaged_is_named_before_a_change(folder: Path) -> None:
    next(folder.glob("image/b.*.key")).write_bytes(b"damaged")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(Failure, match="image b was altered"):
        change(folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_is_left_is_said(folder: Path) -> None:
    with pytest.raises(Failure, match="5 things are still under the old master key") as refused:
        require_done(survey(stores(folder, OLD), stores(folder, NEW), silent))
    assert refused.value.code is Code.INTEGRITY
