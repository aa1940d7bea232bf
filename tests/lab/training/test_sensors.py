"""Prints from other sensors."""

from __future__ import annotations

import pytest
import torch

from lab.datasets.print_set import PrintSet
from lab.training.sensors import other_sensors


def varied(pixels: torch.Tensor, seed: int) -> torch.Tensor:
    """The prints of other sensors, by a seed."""
    return other_sensors(pixels, torch.Generator().manual_seed(seed))


def test_every_sensor_gives_a_print(person: PrintSet) -> None:
    pixels = torch.from_numpy(person.pixels)
    other = varied(pixels, 1)
    assert other.dtype == torch.uint8
    assert other.shape == pixels.shape
    assert all(len(image.unique()) > 8 for image in other)


def test_some_sensors_saturate(person: PrintSet) -> None:
    pixels = torch.from_numpy(person.pixels[:1]).expand(60, -1, -1)
    white = (varied(pixels, 2) == 255).float().mean((1, 2))
    assert float((pixels[0] == 255).float().mean()) < 0.01
    assert float(white.max()) > 0.2
    assert float(white.min()) < 0.01


def test_prints_differ_from_each_other_and_from_seed_to_seed(person: PrintSet) -> None:
    pixels = torch.from_numpy(person.pixels[:1]).expand(8, -1, -1)
    first = varied(pixels, 3)
    assert len({image.numpy().tobytes() for image in first}) > 4
    assert torch.equal(first, varied(pixels, 3))
    assert not torch.equal(first, varied(pixels, 4))


def test_the_print_itself_is_left_alone(person: PrintSet) -> None:
    pixels = torch.from_numpy(person.pixels[:4].copy())
    varied(pixels, 5)
    assert torch.equal(pixels, torch.from_numpy(person.pixels[:4]))


@pytest.mark.parametrize(("part", "least", "most"), [(0.0, 200, 200), (0.5, 85, 135), (1.0, 10, 40)])
def test_a_part_of_the_prints_is_left_as_it_is(person: PrintSet, part: float, least: int, most: int) -> None:
    """One in ten of those from other scanners meets with none of the four changes."""
    pixels = torch.from_numpy(person.pixels[:1]).expand(200, -1, -1)
    same = (other_sensors(pixels, torch.Generator().manual_seed(6), part) == pixels).all(dim=(1, 2))
    assert least <= int(same.sum()) <= most


def test_where_all_prints_are_varied_none_is_chosen(person: PrintSet) -> None:
    """A part takes one number a print more from the generator, and else the same."""
    pixels = torch.from_numpy(person.pixels[:1]).expand(8, -1, -1)
    every, half = (torch.Generator().manual_seed(7) for _ in range(2))
    other_sensors(pixels, every, 1.0)
    other_sensors(pixels, half, 0.5)
    torch.rand(8, generator=every)
    assert torch.equal(every.get_state(), half.get_state())
