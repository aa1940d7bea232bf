"""The shelf: what it takes, what it refuses, and that superseded models stay on it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shared.biometrics.models import default_network
from shared.biometrics.verification import ClosedSetVerifier, EmbeddingVerifier, PatchSearch
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.stores.atomic import TEMPORARY_PREFIX
from shared.stores.model_shelf import MAX_MODEL_BYTES, ModelShelf, networks_of
from tests.seeded_networks import TINY_PATH, seeded_network, tiny_network

SMALL = ((2, 3, 3, 2),)


def trusting(network: Network) -> None:
    """A proof that every network passes."""
    del network


def refusing(network: Network) -> None:
    """A machine that computes otherwise."""
    del network
    raise Failure(Code.MODEL_MISMATCH, "The self-test failed.")


def embedding() -> EmbeddingVerifier:
    return EmbeddingVerifier(9000, PatchSearch(24, 8, 0, 0, 1), seeded_network(SMALL, 16, side=8))


def closed_set() -> ClosedSetVerifier:
    subject = seeded_network(SMALL, 16, side=8, seed="subject", classes=2)
    finger = seeded_network(SMALL, 16, side=8, seed="finger", classes=10)
    return ClosedSetVerifier(subject, finger, (17, 18))


@pytest.fixture
def shelf(tmp_path: Path) -> ModelShelf:
    return ModelShelf(tmp_path / "models", trusting)


def written(folder: Path, data: bytes, name: str = "given") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_the_shipped_model_is_always_there(shelf: ModelShelf, tmp_path: Path) -> None:
    digest = default_network().digest
    assert shelf.digests()[0] == digest
    assert shelf.network(digest) is default_network()
    assert shelf.held()[0].shipped
    assert list(tmp_path.iterdir()) == []


def test_an_added_model_is_held_under_its_digest(shelf: ModelShelf, tmp_path: Path) -> None:
    digest = shelf.add(TINY_PATH)
    assert digest == tiny_network().digest
    assert digest in shelf.digests()
    file = tmp_path / "models" / f"{digest.hex()}.rkmodel"
    assert file.read_bytes() == TINY_PATH.read_bytes()
    assert (file.parent.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    again = ModelShelf(tmp_path / "models", trusting)
    assert again.network(digest).digest == digest
    assert again.item(digest).kind == "model"


@pytest.mark.parametrize("make", [embedding, closed_set])
def test_an_added_verifier_is_held_under_its_digest(shelf: ModelShelf, tmp_path: Path, make) -> None:
    verifier = make()
    digest = shelf.add(written(tmp_path, verifier.encode()))
    assert digest == verifier.digest
    assert shelf.verifier(digest).kind == verifier.kind == shelf.item(digest).kind
    assert (tmp_path / "models" / f"{digest.hex()}.rkverif").is_file()


def test_superseded_models_stay_and_the_latest_comes_first(shelf: ModelShelf, tmp_path: Path) -> None:
    added = []
    for place, seed in enumerate(("one", "two", "three")):
        network = seeded_network(SMALL, 16, side=8, seed=seed)
        added.append(shelf.add(written(tmp_path, network.encode())))
        os.utime(tmp_path / "models" / f"{added[-1].hex()}.rkmodel", (place, place))
    shipped = len(shelf.digests()) - 3
    assert shelf.digests()[shipped:] == tuple(reversed(added))
    assert [shelf.network(digest).digest for digest in added] == added


def test_adding_twice_changes_nothing(shelf: ModelShelf, tmp_path: Path) -> None:
    assert shelf.add(TINY_PATH) == shelf.add(TINY_PATH)
    assert len(list((tmp_path / "models").iterdir())) == 1


def test_adding_the_shipped_model_makes_no_copy(shelf: ModelShelf, tmp_path: Path) -> None:
    file = written(tmp_path, default_network().encode())
    assert shelf.add(file) == default_network().digest
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", Code.MALFORMED, id="empty"),
        pytest.param(b"no model", Code.MALFORMED, id="something else"),
        pytest.param(TINY_PATH.read_bytes()[:-1], Code.MALFORMED, id="a model cut short"),
        pytest.param(b"RKVERIF1" + bytes(40), Code.MALFORMED, id="a verifier of nothing"),
        pytest.param(embedding().encode() + b"\0", Code.MALFORMED, id="a verifier with more behind it"),
    ],
)
def test_what_is_no_model_is_refused_and_nothing_changes(
    shelf: ModelShelf, tmp_path: Path, data: bytes, code: Code
) -> None:
    file = written(tmp_path, data)
    with pytest.raises(Failure) as refused:
        shelf.add(file)
    assert refused.value.code is code
    assert str(file) in refused.value.sentence
    assert not (tmp_path / "models").exists()


def test_a_model_whose_bounds_do_not_hold_is_refused(shelf: ModelShelf, tmp_path: Path) -> None:
    data = bytearray(seeded_network(((1, 40, 40, 1),), 4, side=41).encode())
    place = data.index(seeded_network(((1, 40, 40, 1),), 4, side=41).convolutions[0].weight.tobytes())
    data[place : place + 1600] = b"\x7f" * 1600
    with pytest.raises(Failure) as refused:
        shelf.add(written(tmp_path, bytes(data)))
    assert refused.value.code is Code.INTEGRITY
    assert shelf.digests()[0] == default_network().digest
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize("data", [TINY_PATH.read_bytes(), embedding().encode(), closed_set().encode()])
def test_what_fails_its_self_test_is_refused(tmp_path: Path, data: bytes) -> None:
    shelf = ModelShelf(tmp_path / "models", refusing)
    with pytest.raises(Failure) as refused:
        shelf.add(written(tmp_path, data))
    assert refused.value.code is Code.MODEL_MISMATCH
    assert not (tmp_path / "models").exists()


def test_every_network_is_proven_once(tmp_path: Path) -> None:
    proven: list[bytes] = []
    shelf = ModelShelf(tmp_path / "models", lambda network: proven.append(network.digest))
    verifier = closed_set()
    digest = shelf.add(written(tmp_path, verifier.encode()))
    fresh = ModelShelf(tmp_path / "models", lambda network: proven.append(network.digest))
    assert fresh.verifier(digest) is fresh.verifier(digest)
    assert proven == [verifier.subject.digest, verifier.finger.digest] * 2


def test_an_altered_file_is_refused(shelf: ModelShelf, tmp_path: Path) -> None:
    digest = shelf.add(TINY_PATH)
    file = tmp_path / "models" / f"{digest.hex()}.rkmodel"
    file.write_bytes(seeded_network(SMALL, 16, side=8).encode())
    with pytest.raises(Failure) as refused:
        ModelShelf(tmp_path / "models", trusting).network(digest)
    assert refused.value.code is Code.INTEGRITY
    with pytest.raises(Failure):
        ModelShelf(tmp_path / "models", trusting).held()


@pytest.mark.parametrize("ask", [ModelShelf.network, ModelShelf.verifier, ModelShelf.item])
def test_what_is_not_held_says_what_to_do(shelf: ModelShelf, ask) -> None:
    with pytest.raises(Failure) as refused:
        ask(shelf, bytes(32))
    assert refused.value.code is Code.MODEL_MISMATCH
    assert "ridgekey-branch model add" in refused.value.sentence


def test_other_files_in_the_folder_are_no_models(shelf: ModelShelf, tmp_path: Path) -> None:
    digest = shelf.add(TINY_PATH)
    for name in ("README", f"{TEMPORARY_PREFIX}1.tmp", "ab.rkmodel", f"{digest.hex()}.json"):
        written(tmp_path / "models", b"x", name)
    assert digest in shelf.digests()
    assert len(shelf.held()) == len(shelf.digests())


def test_a_file_that_is_too_large_is_refused(shelf: ModelShelf, tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(MAX_MODEL_BYTES + 1)
    with pytest.raises(Failure) as refused:
        shelf.add(tmp_path / "large")
    assert refused.value.code is Code.TOO_LARGE


def test_a_missing_file_is_not_found(shelf: ModelShelf, tmp_path: Path) -> None:
    with pytest.raises(Failure) as refused:
        shelf.add(tmp_path / "absent.rkmodel")
    assert refused.value.code is Code.NOT_FOUND


def test_the_networks_of_each_kind() -> None:
    assert len(networks_of(tiny_network())) == 1
    assert len(networks_of(embedding())) == 1
    assert len(networks_of(closed_set())) == 2
