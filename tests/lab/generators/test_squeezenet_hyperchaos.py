"""Paper 000 as a generator."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lab.generators.comparison import compare
from lab.generators.parameters import read_parameters
from lab.generators.registry import find_generator
from lab.generators.squeezenet_hyperchaos import GENERATOR, SqueezeNetHyperchaos, album_picture, make
from shared.errors import Code, Failure

SEED = bytes(range(32))


def test_all_that_is_secret_is_which_picture_it_is() -> None:
    assert GENERATOR.effective(SqueezeNetHyperchaos(), 32).bits == 20
    public = SqueezeNetHyperchaos(album=1)
    assert GENERATOR.effective(public, 32).bits == 0
    assert GENERATOR.effective(public, 32).basis == "a picture that everyone knows"
    assert make(SEED, public) == make(SEED[::-1], public)


def test_a_seed_sensitive_key_hardly_notices_one_level_of_one_pixel() -> None:
    row = compare(GENERATOR, SEED, 3)
    assert row.of_seed.holds
    assert row.of_recipe is not None
    assert 0.5 < row.of_recipe.bit_change < 25


def test_pictures_of_the_album_differ_and_are_not_constant() -> None:
    first, second = album_picture(0), album_picture(1)
    assert first.shape == (224, 224, 3)
    assert not np.array_equal(first, second)
    assert np.array_equal(first, album_picture(0))


@pytest.mark.parametrize("setting", ["profile=p4", "order=simultaneous", "byte_map=literal", "rounding=none"])
def test_what_the_paper_leaves_open_changes_the_key(setting: str) -> None:
    parameters = read_parameters(SqueezeNetHyperchaos, [setting])
    assert make(SEED, parameters) != make(SEED, SqueezeNetHyperchaos())


def test_imagenet_weights_that_were_never_downloaded_are_asked_for(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))
    with pytest.raises(Failure, match="weights=drawn") as refused:
        make(SEED, read_parameters(SqueezeNetHyperchaos, ["weights=imagenet"]))
    assert refused.value.code is Code.INVALID_INPUT


def test_without_torch_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.generators.squeezenet_hyperchaos.find_spec", lambda _name: None)
    with pytest.raises(Failure, match="needs torch"):
        find_generator("squeezenet-hyperchaos").generate(SEED, SqueezeNetHyperchaos())
