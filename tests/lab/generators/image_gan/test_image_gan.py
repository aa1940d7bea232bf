"""Keys of pictures by an adversarial network: recipe, training, file of weights, figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from lab.generators.image_gan import key_generator
from lab.generators.image_gan.judging import Material, changed, guessed, judge, material
from lab.generators.image_gan.key_generator import GENERATOR, make, neighbour
from lab.generators.image_gan.launch import train
from lab.generators.image_gan.networks import initialise, key_network, patch_network
from lab.generators.image_gan.parameters import ImageGan
from lab.generators.image_gan.pictures import initial_picture, lesson, moved, uniform_pictures
from lab.generators.image_gan.tensors import as_images, key_bytes
from lab.generators.image_gan.training import GanPlan, GanTraining, plan_of
from lab.generators.image_gan.weights import read_weights, write_weights
from lab.generators.one_thread import one_thread
from shared.errors import Code, Failure

SEED = bytes(range(16))
SMALL = ImageGan(side=32, width=4, blocks=1)
PLAN = plan_of(SEED, 32, 4, 1, 2)


def nothing(_done: int, _of: int) -> None:
    """Tell nobody."""


def trained(path: Path, steps: int) -> Path:
    train(path, PLAN, SEED, steps, nothing)
    return path


def test_a_key_is_the_pictures_and_the_networks() -> None:
    key = make(SEED, SMALL)
    assert (len(key), len(key)) == (3 * 32 * 32, SMALL.key_bytes)
    others = [make(SEED[::-1], SMALL), make(SEED, ImageGan(32, 4, 1, network=1)), neighbour(SEED, SMALL, 0)]
    assert make(SEED, SMALL) == key
    assert len({key, *others}) == 4


def test_threads_do_not_change_a_key() -> None:
    """Check 16 of docs/lab.md: threads of the adversarial network."""
    threads = torch.get_num_threads()
    key = make(SEED, SMALL)
    try:
        torch.set_num_threads(2)
        assert make(SEED, SMALL) == key
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(threads)


def test_layers_are_those_of_the_recipe() -> None:
    maker, teller = key_network(32, 4), patch_network(32)
    shapes = [tuple(one.shape) for name, one in maker.named_parameters() if name.endswith("weight")]
    assert shapes[:3] == [(32, 3, 7, 7), (64, 32, 3, 3), (128, 64, 3, 3)]
    assert shapes[3:11] == [(128, 128, 3, 3)] * 8
    assert shapes[11:] == [(128, 64, 3, 3), (64, 32, 3, 3), (3, 32, 7, 7)]
    assert [tuple(one.shape)[:2] for one in teller.parameters() if one.dim() == 4] == [
        (64, 3),
        (128, 64),
        (256, 128),
        (1, 256),
    ]
    images = torch.zeros(1, 3, 64, 64)
    assert (maker(images).shape, teller(images).shape) == ((1, 3, 64, 64), (1, 1, 14, 14))


def test_first_weights_are_small_and_drawn() -> None:
    network = key_network(8, 1)
    initialise(network, np.random.default_rng(1))
    values = torch.cat([one.flatten() for name, one in network.named_parameters() if "weight" in name])
    assert float(values.detach().std()) == pytest.approx(0.02, rel=0.05)
    assert all(not one.any() for name, one in network.named_parameters() if "bias" in name)


def test_every_byte_becomes_a_value_and_the_same_byte_again() -> None:
    values = np.arange(3 * 256, dtype=np.int64).astype(np.uint8).reshape(1, 3, 16, 16)
    images = as_images(values)
    assert float(images.abs().max()) < 1
    assert key_bytes(images[0]) == values.tobytes()
    assert key_bytes(torch.tensor([-1.0, 1.0, 0.0])) == bytes([0, 255, 128])


def test_pictures_are_the_seeds() -> None:
    picture = initial_picture(SEED, 32)
    assert (picture.shape, picture.dtype) == ((32, 32), np.uint8)
    assert np.array_equal(lesson(SEED, 3, 2, 32), lesson(SEED, 3, 2, 32))
    assert len({one.tobytes() for step in (0, 1) for one in lesson(SEED, step, 2, 32)}) == 4
    uniform = uniform_pictures(SEED, 0, 2, 32)
    assert uniform.shape == (2, 3, 32, 32)
    assert uniform.tobytes() != uniform_pictures(SEED, 1, 2, 32).tobytes()


@pytest.mark.parametrize("grey", [0, 127, 128, 255])
def test_one_pixel_moves_by_one_grey_level(grey: int) -> None:
    picture = np.full((32, 32), grey, np.uint8)
    places = set()
    for number in range(1024):
        difference = moved(picture, number).astype(int) - picture
        assert np.abs(difference).sum() == 1
        places.add(int(np.flatnonzero(difference)[0]))
    assert len(places) == 1024


def test_a_training_that_was_stopped_goes_on_as_if_it_was_not(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    whole = trained(tmp_path / "whole.pt", 4)
    train(tmp_path / "parts.pt", PLAN, SEED, 2, lambda done, of: told.append((done, of)))
    record = train(tmp_path / "parts.pt", PLAN, SEED, 4, lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2), (3, 4), (4, 4)]
    assert (record["steps"], record["pictures"]) == (4, 8)
    (plan, one), (_, other) = read_weights(whole), read_weights(tmp_path / "parts.pt")
    assert plan == PLAN
    assert one["history"] == other["history"]
    assert all(torch.equal(one["maker"][name], other["maker"][name]) for name in one["maker"])
    keys = [
        make(SEED, ImageGan(32, 4, 1, weights=str(path)))
        for path in (whole, tmp_path / "parts.pt", trained(tmp_path / "less.pt", 2))
    ]
    assert keys[0] == keys[1] != keys[2]


def test_both_networks_learn() -> None:
    with one_thread():
        training = GanTraining(PLAN, SEED)
        before = {part: _copied(training, part) for part in ("maker", "teller")}
        training.step()
    for part, weights in before.items():
        after = training.state()[part]
        assert any(not torch.equal(after[name], one) for name, one in weights.items())
    assert training.history[0]["teller"] > 0


def _copied(training: GanTraining, part: str) -> dict[str, torch.Tensor]:
    return {name: one.clone() for name, one in training.state()[part].items()}


def test_another_seed_or_size_does_not_go_on_with_a_file(tmp_path: Path) -> None:
    path = trained(tmp_path / "gan.pt", 1)
    other = plan_of(SEED[::-1], 32, 4, 1, 3)
    with pytest.raises(Failure, match="with another batch, seed; use the same again") as caught:
        train(path, other, SEED[::-1], 2, nothing)
    assert caught.value.code is Code.CONFLICT


class Runs:
    """What a pickle would call."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (print, ("run",))


def test_a_file_that_is_none_is_refused_and_nothing_in_it_is_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = trained(tmp_path / "gan.pt", 1)
    (tmp_path / "cut.pt").write_bytes(whole.read_bytes()[:-100])
    (tmp_path / "text.pt").write_text("weights", "utf-8")
    torch.save({"plan": Runs()}, tmp_path / "code.pt")
    torch.save({"maker": {}}, tmp_path / "part.pt")
    torch.save([1, 2], tmp_path / "list.pt")
    for name in ("cut", "text", "code", "part", "list"):
        with pytest.raises(Failure, match="holds no such weights") as caught:
            make(SEED, ImageGan(32, 4, 1, weights=str(tmp_path / f"{name}.pt")))
        assert caught.value.code is Code.INVALID_INPUT
    assert capsys.readouterr().out == ""
    with pytest.raises(Failure, match="There is no file"):
        make(SEED, ImageGan(32, 4, 1, weights=str(tmp_path / "none.pt")))


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    path = trained(tmp_path / "gan.pt", 1)
    with pytest.raises(Failure, match="set width=4 and blocks=1"):
        make(SEED, ImageGan(32, 4, 2, weights=str(path)))
    _, state = read_weights(path)
    state["plan"]["blocks"] = 2
    write_weights(path, state)
    with pytest.raises(Failure, match="of another network"):
        make(SEED, ImageGan(32, 4, 2, weights=str(path)))


def test_weights_go_nowhere_but_where_they_can(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="name another file") as caught:
        train(tmp_path / "no" / "gan.pt", PLAN, SEED, 1, nothing)
    assert caught.value.code is Code.LOCAL_FAILURE


REFUSED = [
    pytest.param({"side": 36}, "give a multiple of 8", id="a side that cannot be halved"),
    pytest.param({"side": 24}, "from 32 to 256", id="a side too small"),
    pytest.param({"width": 2}, "from 4 to 64", id="too narrow"),
]


@pytest.mark.parametrize(("given", "sentence"), REFUSED)
def test_parameters_out_of_range_are_refused(given: dict[str, int], sentence: str) -> None:
    with pytest.raises(Failure, match=sentence):
        ImageGan(**given)


def test_a_step_has_at_least_one_picture() -> None:
    with pytest.raises(Failure, match="batch is 0"):
        GanPlan(32, 4, 1, 0, "")


def test_without_torch_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_generator, "find_spec", lambda _name: None)
    with pytest.raises(Failure, match="its extra `lab`") as caught:
        make(SEED, SMALL)
    assert caught.value.code is Code.LOCAL_FAILURE


def test_there_are_no_more_keys_than_pictures_are_drawn() -> None:
    assert GENERATOR.effective(SMALL, 32).bits == 128
    assert GENERATOR.effective(SMALL, 16).bits == 128
    assert GENERATOR.claimed(ImageGan(side=256)).bits == 8 * 196_608


def independent(count: int, length: int) -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (count, length), np.uint8)


def test_independent_keys_look_so_and_like_ones_do_not() -> None:
    keys = independent(12, 12_288)
    fine = judge(Material(keys, independent(24, 12_288)[12:], keys))
    assert fine["entropy"] == pytest.approx(fine["entropy_of_uniform"], abs=0.001)
    assert fine["one_pixel"] == {
        "bytes": pytest.approx(99.61, abs=0.1),
        "bits": pytest.approx(50, abs=0.3),
    }
    assert fine["shifted"] == {"bytes": 0, "bits": 0}
    assert fine["guessed_bits"] == pytest.approx(50, abs=0.3)
    assert (fine["nist_bits"], fine["nist_failed"]) == (1_000_000, [])
    like = keys.copy()
    like[:, :6000] = keys[0, :6000]
    found = judge(Material(like, like, like))
    assert found["guessed_bits"] == pytest.approx(50 + 50 * 6000 / 12_288, abs=0.5)
    assert found["nearest_other"]["bytes"] == pytest.approx(99.61 * 6288 / 12_288, abs=0.5)
    assert found["nist_failed"]


def test_few_keys_have_no_battery_and_uneven_ones_are_counted() -> None:
    keys = independent(3, 1024) & np.uint8(0x7F)
    figures = judge(Material(keys, keys, keys))
    assert (figures["nist_bits"], figures["nist_failed"]) == (0, None)
    assert figures["uneven_keys"] == "3 of 3"
    assert figures["entropy"] < 7


def test_a_hash_makes_what_differs_in_a_bit_independent() -> None:
    keys = independent(2, 4096)
    near = keys.copy()
    near[:, 0] ^= 1
    found = Material(keys, near, keys).hashed()
    assert changed(keys, near)["bits"] < 0.01
    assert changed(found.keys, found.one_pixel)["bits"] == pytest.approx(50, abs=1)
    assert changed(found.keys, found.shifted) == {"bytes": 0, "bits": 0}


def test_guessing_counts_only_the_other_keys() -> None:
    assert guessed(np.array([[0xFF], [0x00]], np.uint8)) == 0
    assert guessed(np.array([[0xFF], [0xFF], [0xFF]], np.uint8)) == 100


def test_material_has_a_key_for_every_kind_of_picture() -> None:
    told: list[int] = []
    made = material(lambda picture: picture.tobytes(), SEED, 3, 32, lambda done, _of: told.append(done))
    assert told == [1, 2, 3]
    assert (made.keys != made.one_pixel).sum(axis=1).tolist() == [1, 1, 1]
    pictures = made.keys.reshape(3, 32, 32)
    assert np.array_equal(np.roll(pictures, 1, axis=2), made.shifted.reshape(3, 32, 32))
