"""Integer layers stand close to the float layers they come from, and within the proven bounds."""

from __future__ import annotations

import numpy as np
import pytest

from lab.export.calibration import LayerInput
from lab.export.folding import FloatLayer
from lab.export.quantisation import TANH_STEPS, quantise_classes, quantise_convolution, quantise_dense
from lab.export.rounding import weight_steps
from shared.errors import Code, Failure
from shared.exact.network import Network

RANDOM_SEED = 3


def reads(steps: np.ndarray, side: int, mean: float = 0.0) -> LayerInput:
    means = np.full((len(steps), side, side), mean)
    return LayerInput(steps, means, np.square(means) + 1)


def as_bytes(before: LayerInput) -> np.ndarray:
    """The means of bytes that hold exactly what the floats are."""
    return before.means / before.steps[:, None, None]


def layer(*shape: int, scale: float = 0.1) -> FloatLayer:
    random = np.random.default_rng(RANDOM_SEED)
    return FloatLayer(random.normal(0, scale, shape), random.normal(0, scale, shape[0]))


@pytest.mark.parametrize(
    "scale",
    [pytest.param(1e-4, id="small"), pytest.param(0.1, id="ordinary"), pytest.param(30.0, id="large")],
)
def test_weights_times_their_step_are_the_floats(scale: float) -> None:
    floats = layer(6, 3, 3, 3, scale=scale)
    inputs, outputs = np.array([0.5, 1.0, 2.0]), np.full(6, scale)
    before = reads(inputs, 9)
    exact = quantise_convolution(floats, before, as_bytes(before), outputs)
    ratio = exact.multiplier / 2.0**exact.shift
    weights = exact.weight * (ratio * outputs)[:, None, None, None] / inputs[:, None, None]
    assert weights == pytest.approx(floats.weight, abs=scale * 3.5 / 127 / 0.5)
    assert exact.bias * ratio * outputs == pytest.approx(floats.bias, abs=scale * 3.5 / 127)


def test_multipliers_have_24_significant_bits() -> None:
    before = reads(np.full(5, 0.01), 4)
    exact = quantise_dense(layer(50, 80), before, as_bytes(before))
    assert exact.multiplier.min() >= 1 << 23
    assert exact.multiplier.max() < 1 << 24


def test_weights_that_could_exceed_the_bound_get_a_coarser_step() -> None:
    even = FloatLayer(np.full((1, 600, 1, 1), 0.5), np.zeros(1))
    before = reads(np.ones(600), 3)
    exact = quantise_convolution(even, before, as_bytes(before), np.ones(1))
    assert 0 < exact.weight.max() < 127
    assert 600 * 255 * int(exact.weight.max()) < 1 << 24


def test_a_whole_network_follows_its_floats() -> None:
    floats, dense = layer(4, 1, 3, 3, scale=0.3), layer(40, 4 * 3 * 3, scale=0.05)
    images = np.random.default_rng(8).integers(0, 256, (20, 8, 8)).astype(np.uint8)
    windows = np.lib.stride_tricks.sliding_window_view(images / 255, (3, 3), (1, 2))
    sums = np.einsum("nyxuv,ouv->noyx", windows, floats.weight[:, 0]) + floats.bias[:, None, None]
    pooled = np.maximum(sums, 0).reshape(20, 4, 3, 2, 3, 2).max(axis=(3, 5))
    expected = np.tanh(pooled.reshape(20, -1) @ dense.weight.T + dense.bias)
    steps = np.maximum(pooled.max(axis=(0, 2, 3)), 0.1) / 255
    before = reads(np.full(1, 1 / 255), 8, 0.5)
    convolution = quantise_convolution(floats, before, as_bytes(before), steps)
    between = LayerInput(steps, pooled.mean(axis=0), np.square(pooled).mean(axis=0))
    exact = Network(8, 8, (convolution,), quantise_dense(dense, between, as_bytes(between)))
    assert exact.features(images) / 32767 == pytest.approx(expected, abs=3 / TANH_STEPS)


def test_the_bias_makes_up_for_what_rounding_takes_away() -> None:
    floats = FloatLayer(np.array([[1.0, 0.3 / 127]]), np.zeros(1))
    idle, busy = reads(np.ones(2), 1), reads(np.ones(2), 1, mean=100.0)
    plain = quantise_dense(floats, idle, as_bytes(idle))
    corrected = quantise_dense(floats, busy, as_bytes(busy))
    assert plain.weight.tolist() == corrected.weight.tolist() == [[127, 0]]
    assert plain.bias.tolist() == [0]
    assert corrected.bias.tolist() == [30]


def test_the_bias_makes_up_for_what_the_bytes_lack() -> None:
    floats, before = FloatLayer(np.array([[1.0, 1.0]]), np.zeros(1)), reads(np.ones(2), 1, mean=100.0)
    exact = quantise_dense(floats, before, as_bytes(before) - 2)
    assert exact.bias.tolist() == [2 * 2 * 127]


def test_one_large_weight_is_cut_off_where_that_rounds_the_others_better() -> None:
    weights = np.append(np.linspace(-0.995, 0.995, 4000), 1.3)[None]
    power = np.ones(4001)
    power[-1] = 1e-9
    assert weight_steps(weights, power)[0] < 1.3 / 127
    assert weight_steps(weights, power, np.array([1.3 / 127]))[0] == 1.3 / 127


def test_classes_keep_their_scores() -> None:
    random = np.random.default_rng(RANDOM_SEED)
    floats = FloatLayer(random.normal(0, 0.2, (7, 64)), random.normal(0, 0.1, 7))
    features = random.integers(-32767, 32768, (50, 64)).astype(np.int16)
    means = features.mean(axis=0) / 32767
    classifier = quantise_classes(floats, means, means)
    expected = features / 32767 @ floats.weight.T + floats.bias
    scores = classifier.scores(features)
    ratio = float((scores * expected).sum() / (scores * scores.astype(np.float64)).sum())
    assert scores * ratio == pytest.approx(expected, abs=0.05)
    assert (scores.argmax(axis=1) == expected.argmax(axis=1)).mean() > 0.95


def test_a_bias_beside_which_weights_vanish_is_refused() -> None:
    floats = FloatLayer(np.full((2, 4), 1e-6), np.array([0.0, 10.0]))
    with pytest.raises(Failure, match="vanish") as refused:
        quantise_classes(floats, np.zeros(4), np.zeros(4))
    assert refused.value.code is Code.INTEGRITY
