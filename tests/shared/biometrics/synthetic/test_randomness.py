"""Seeded generators and blurred noise."""

from __future__ import annotations

import numpy as np
import pytest

from shared.biometrics.synthetic.randomness import blur, blurred_noise, generator_for


@pytest.mark.parametrize("other", [(1, 3), (2, 2), (1, 2, 0), (12,)])
def test_every_number_of_the_key_counts(other: tuple[int, ...]) -> None:
    assert generator_for(1, 2).integers(1 << 60) == generator_for(1, 2).integers(1 << 60)
    assert generator_for(1, 2).integers(1 << 60) != generator_for(*other).integers(1 << 60)


def test_blurring_keeps_an_even_field_and_the_mean() -> None:
    even = np.full((20, 30), 7.0, np.float32)
    assert blur(even, 2.5) == pytest.approx(even, rel=1e-5)
    field = generator_for(1).standard_normal((20, 30)).astype(np.float32)
    assert blur(field, 3.0).mean() == pytest.approx(field.mean(), abs=1e-5)
    assert blur(field, 3.0).std() < 0.3 * field.std()


def test_noise_has_mean_0_and_deviation_1() -> None:
    noise = blurred_noise(generator_for(9), 64, 4.0)
    assert noise.dtype == np.float32
    assert noise.mean() == pytest.approx(0, abs=1e-5)
    assert noise.std() == pytest.approx(1, abs=1e-5)
