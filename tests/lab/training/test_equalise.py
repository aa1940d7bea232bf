"""Equalisation of a batch gives the very bytes that key generation makes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.training.equalise import equalise_batch
from shared.exact.image import equalise


@given(st.integers(0, 2**32 - 1), st.integers(1, 256))
@settings(max_examples=30, deadline=None)
def test_it_is_the_exact_equalisation(seed: int, levels: int) -> None:
    images = np.random.default_rng(seed).integers(0, levels, (3, 12, 17)).astype(np.uint8)
    found = equalise_batch(torch.from_numpy(images)).numpy()
    assert np.array_equal(found, np.stack([equalise(image) for image in images]))


@pytest.mark.parametrize("grey", [0, 7, 255])
def test_an_even_image_stays(grey: int) -> None:
    image = torch.full((1, 5, 5), grey, dtype=torch.uint8)
    assert torch.equal(equalise_batch(image), image)
