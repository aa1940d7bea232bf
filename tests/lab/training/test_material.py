"""The order of the prints and the seeds of the steps."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lab.training.material import Material, epoch_order, seeded_start, step_seed, steps_in_epoch


def test_every_print_is_shown_once_an_epoch() -> None:
    assert np.array_equal(np.sort(epoch_order(50, 3, 7)), np.arange(50))


def test_an_order_belongs_to_its_seed_and_epoch() -> None:
    orders = [tuple(epoch_order(50, seed, epoch)) for seed, epoch in [(1, 0), (1, 1), (2, 0)]]
    assert len(set(orders)) == 3
    assert tuple(epoch_order(50, 1, 1)) == orders[1]


@pytest.mark.parametrize(
    ("count", "batch", "steps"),
    [pytest.param(39_416, 64, 616, id="SOCOFing"), (128, 64, 2), (129, 64, 3), (1, 64, 1)],
)
def test_the_last_batch_may_be_smaller(count: int, batch: int, steps: int) -> None:
    assert steps_in_epoch(count, batch) == steps


def test_seeds_of_steps_differ_and_fit_a_generator() -> None:
    seeds = {step_seed(seed, step) for seed in range(3) for step in range(20)}
    assert len(seeds) == 60
    assert all(0 <= seed < 2**63 for seed in seeds)


def test_a_digest_knows_its_material_again() -> None:
    images = np.random.default_rng(1).integers(0, 256, (2, 96, 96)).astype(np.uint8)
    cpu = torch.device("cpu")
    first = Material.on(cpu, images, np.array([0, 1]))
    assert first.digest() == Material.on(cpu, images.copy(), np.array([0, 1])).digest()
    assert first.digest() != Material.on(cpu, images, np.array([1, 0])).digest()
    assert first.digest() != Material.on(cpu, images[::-1], np.array([0, 1])).digest()


def test_a_seeded_start_leaves_torch_s_own_numbers_alone() -> None:
    torch.manual_seed(5)
    expected = torch.rand(2)
    torch.manual_seed(5)
    with seeded_start(9):
        torch.rand(7)
    assert torch.equal(torch.rand(2), expected)
