"""Prints from other sensors."""

from __future__ import annotations

import numpy as np

from lab.datasets.print_set import PrintSet
from lab.training.sensors import another_sensor
from shared.biometrics.preprocessing import preprocess
from shared.biometrics.prints import Print


def test_every_sensor_gives_a_usable_print(person: PrintSet) -> None:
    random = np.random.default_rng(1)
    for pixels in np.repeat(person.pixels, 3, axis=0):
        other = another_sensor(pixels, random)
        assert other.dtype == np.uint8
        assert other.shape == pixels.shape
        preprocess(Print(other), 96, 96)


def test_some_sensors_saturate(person: PrintSet) -> None:
    random = np.random.default_rng(2)
    white = [(another_sensor(person.pixels[0], random) == 255).mean() for _ in range(40)]
    assert (person.pixels[0] == 255).mean() < 0.01
    assert max(white) > 0.2
    assert min(white) < 0.01


def test_the_print_itself_is_left_alone(person: PrintSet) -> None:
    before = person.pixels[5].copy()
    another_sensor(person.pixels[5], np.random.default_rng(3))
    assert np.array_equal(person.pixels[5], before)
