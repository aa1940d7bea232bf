"""Networks, what they learn, and what they cannot."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from lab.generators.network_keys.bit_rows import all_inputs
from lab.generators.network_keys.mappings import labels_of
from lab.generators.network_keys.measures import loss_of, measure
from lab.generators.network_keys.networks import make_network, parameter_count
from lab.generators.network_keys.plan import Loss, Mapping, NetworkName, TrainingPlan
from lab.generators.network_keys.training import keys_of, train
from shared.errors import Code, Failure

COUNTS = {
    (NetworkName.FFNN_A, 10): 748_194,
    (NetworkName.FFNN_B, 10): 3_114,
    (NetworkName.CNN, 10): (3 * 32 + 32) + (3 * 32 * 64 + 64) + (5 * 64 * 10 + 10),
    (NetworkName.RNN, 10): (64 + 64 * 64 + 2 * 64) + (64 * 10 + 10),
    (NetworkName.LSTM, 10): 4 * (64 + 64 * 64 + 2 * 64) + (64 * 10 + 10),
    (NetworkName.CNN, 3): (3 * 32 + 32) + (3 * 32 * 64 + 64) + (1 * 64 * 3 + 3),
}


@pytest.mark.parametrize(("network", "bits"), COUNTS)
def test_parameters_are_as_many_as_the_layers_have(network: NetworkName, bits: int) -> None:
    made = make_network(network, bits, 1)
    assert parameter_count(made) == COUNTS[network, bits]
    assert made(torch.zeros(5, bits)).shape == (5, bits)


@pytest.mark.parametrize("network", NetworkName)
def test_the_seed_decides_the_first_weights_and_torchs_generator_is_left_alone(network: NetworkName) -> None:
    before = torch.random.get_rng_state()
    first, again, other = (make_network(network, 10, seed).state_dict() for seed in (1, 1, 2))
    assert torch.equal(before, torch.random.get_rng_state())
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not all(torch.equal(first[name], other[name]) for name in first)
    assert all(not first[name].any() for name in first if "bias" in name)


def test_glorots_bounds_and_an_orthogonal_recurrent_matrix() -> None:
    dense = make_network(NetworkName.FFNN_B, 10, 1).state_dict()["0.weight"]
    assert 0.9 < dense.abs().max() / math.sqrt(6 / (10 + 64)) <= 1
    recurrent = make_network(NetworkName.RNN, 10, 1).state_dict()["recurrent.weight_hh_l0"]
    assert torch.allclose(recurrent @ recurrent.T, torch.eye(64), atol=1e-5)


def test_losses_are_keras_formulas() -> None:
    logits = torch.tensor([[0.3, -1.2, 2.0], [0.0, 0.5, -0.5]])
    labels = torch.tensor([[1.0, 0.0, 1.0], [0.0, 0.0, 0.0]])
    outputs = 1 / (1 + np.exp(-logits.numpy().astype(np.float64)))
    each = -np.where(labels.numpy() > 0, np.log(outputs), np.log(1 - outputs))
    assert loss_of(logits, labels, Loss.BCE).item() == pytest.approx(each.mean(), rel=1e-5)
    shares = outputs[0] / outputs[0].sum()
    wanted = -(np.log(shares[0]) + np.log(shares[2])) / 2  # a label without ones costs nothing
    assert loss_of(logits, labels, Loss.CCE).item() == pytest.approx(wanted, rel=1e-5)


def test_figures_count_bits_keys_and_places() -> None:
    logits = torch.tensor([[1.0, -1.0], [2.0, 1.0], [-1.0, -2.0], [-1.0, 3.0]])
    labels = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    figures = measure(logits, labels, Loss.BCE)
    assert (figures.bit_accuracy, figures.key_accuracy, figures.argmax_accuracy) == (0.75, 0.5, 0.75)
    assert figures.accuracy(Loss.BCE) == 0.75
    assert measure(logits, labels, Loss.CCE).accuracy(Loss.CCE) == 0.75


def test_a_loss_that_is_no_number_is_said() -> None:
    with pytest.raises(ArithmeticError, match="no finite number"):
        measure(torch.tensor([[math.nan]]), torch.ones(1, 1), Loss.BCE)


@pytest.mark.parametrize("mapping", [Mapping.IDENTITY, Mapping.PERMUTATION])
def test_bits_of_the_input_are_learned_whole(mapping: Mapping) -> None:
    plan = TrainingPlan(mapping=mapping, epochs=15)
    trained = train(plan)
    assert trained.epochs[-1].kept.key_accuracy == 1
    keys = keys_of(trained.network, all_inputs(10))
    assert np.array_equal(keys, labels_of(all_inputs(10), plan))


@pytest.mark.parametrize(("bits", "loss"), [(10, Loss.BCE), (10, Loss.CCE), (128, Loss.BCE)])
def test_independent_labels_stay_at_half_of_the_bits(bits: int, loss: Loss) -> None:
    """Check 15 of docs/lab.md: 50 % of the bits, within 2."""
    plan = TrainingPlan(bits=bits, mapping=Mapping.INDEPENDENT, loss=loss, epochs=10)
    trained = train(plan)
    assert all(abs(epoch.kept.bit_accuracy - 0.5) < 0.02 for epoch in trained.epochs)
    assert trained.epochs[-1].kept.key_accuracy < 0.005


@pytest.mark.slow
@pytest.mark.parametrize("network", NetworkName)
def test_no_network_learns_independent_labels(network: NetworkName) -> None:
    """Check 15 of docs/lab.md: 50 % of the bits within 2, every network, after every epoch."""
    epochs = 100 if network is NetworkName.FFNN_B else 10
    trained = train(TrainingPlan(network, mapping=Mapping.INDEPENDENT, epochs=epochs))
    assert all(abs(epoch.kept.bit_accuracy - 0.5) < 0.02 for epoch in trained.epochs)


def test_a_random_table_is_not_learned_by_the_small_network() -> None:
    figures = train(TrainingPlan(mapping=Mapping.TABLE, epochs=20)).epochs[-1]
    assert 0.52 < figures.kept.bit_accuracy < 0.8
    assert figures.kept.key_accuracy < 0.1


@pytest.mark.parametrize("network", [NetworkName.FFNN_B, NetworkName.CNN, NetworkName.RNN, NetworkName.LSTM])
def test_the_same_plan_gives_the_same_network(network: NetworkName) -> None:
    plan = TrainingPlan(network, samples=600, epochs=2)
    threads = torch.get_num_threads()
    first, again = (train(plan) for _ in range(2))
    assert torch.get_num_threads() == threads
    weights = [trained.network.state_dict() for trained in (first, again)]
    assert all(torch.equal(weights[0][name], weights[1][name]) for name in weights[0])
    assert first.epochs == again.epochs
    assert first.epochs[0].learned.loss > first.epochs[1].learned.loss
    other = train(TrainingPlan(network, samples=600, epochs=2, training_seed=2))
    assert other.epochs != first.epochs


def test_a_key_does_not_depend_on_its_neighbours() -> None:
    """Check 16 of docs/lab.md: batches of paper 004's networks."""
    network = make_network(NetworkName.FFNN_B, 10, 3)
    inputs = all_inputs(10)
    assert np.array_equal(keys_of(network, inputs)[5:7], keys_of(network, inputs[5:7]))


def test_epochs_are_told_one_by_one() -> None:
    told: list[tuple[int, int]] = []
    train(TrainingPlan(samples=50, epochs=3), lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


REFUSED = {
    "one bit": ({"bits": 1}, "bits is 1; give a number from 2 to 128"),
    "too many bits": ({"bits": 129}, "from 2 to 128"),
    "a table of 2^17 rows": ({"bits": 17, "mapping": Mapping.TABLE}, "take at most 16 bits"),
    "too few samples": ({"samples": 9}, "from 10 to"),
    "no epoch": ({"epochs": 0}, "from 1 to"),
    "a negative seed": ({"training_seed": -1}, "from 0 to"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_plan_that_cannot_be_is_refused(case: str) -> None:
    values, said = REFUSED[case]
    with pytest.raises(Failure, match=said) as caught:
        TrainingPlan(**values)
    assert caught.value.code is Code.INVALID_INPUT
