"""From a trained network to the exact network that both ends compute alike (biometrics §1)."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from lab.evaluation.features import dense_features, exact_features
from lab.export.calibration import layer_inputs
from lab.export.folding import FloatLayer, as_float_layer, fold
from lab.export.quantisation import quantise_classes, quantise_convolution, quantise_dense
from lab.export.simulation import handed_on
from lab.training.feature_cnn import FeatureCnn
from lab.training.finger_cnn import FingerCnn
from shared.exact.layers import Convolution, Dense
from shared.exact.network import Classifier, Network

Pixels = NDArray[np.uint8]


def export_network(network: FeatureCnn, calibration: Pixels, *, classes: bool = False) -> Network:
    """Fold, calibrate and quantise; making the result proves its bounds.

    Layer by layer, each bias makes up for what the integers before it and its own rounding take away on
    average.

    Args:
        network: trained, in evaluation mode.
        calibration: prepared training prints, uint8 ``[n, side, side]``; a few hundred do.
        classes: whether dense_2 becomes a classes record; only a :class:`FingerCnn` has one.

    Returns:
        The exact network, which ends with dense_1 and its tanh, or with its classes.

    Raises:
        Failure: ``INTEGRITY`` when a layer cannot be proven exact.
    """
    convolutions, dense = _layers(fold(network), calibration)
    plain = Network(network.side, network.side, convolutions, dense)
    if not (classes and isinstance(network, FingerCnn)):
        return plain
    classifier = _classifier(network, plain, calibration)
    return Network(network.side, network.side, convolutions, dense, classifier)


def _layers(layers: list[FloatLayer], calibration: Pixels) -> tuple[tuple[Convolution, ...], Dense]:
    inputs = layer_inputs(layers, calibration)
    read = torch.from_numpy(calibration).float().unsqueeze(1)
    convolutions = []
    for layer, before, after in zip(layers[:-1], inputs[:-1], inputs[1:], strict=True):
        made = quantise_convolution(layer, before, read.mean(0).double().numpy(), after.steps)
        convolutions.append(made)
        read = handed_on(made, read)
    return tuple(convolutions), quantise_dense(layers[-1], inputs[-1], read.mean(0).double().numpy())


@torch.inference_mode()
def _classifier(network: FingerCnn, exact: Network, calibration: Pixels) -> Classifier:
    floats = torch.tanh(dense_features(network, calibration)).mean(0).double().numpy()
    integers = exact_features(exact, calibration).mean(0).double().numpy()
    return quantise_classes(as_float_layer(network.dense_2), floats, integers)
