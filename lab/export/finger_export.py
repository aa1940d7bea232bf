"""From a trained finger network to the exact network that is shipped (biometrics §1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lab.export.calibration import layer_inputs
from lab.export.folding import fold
from lab.export.quantisation import quantise_convolution, quantise_dense
from lab.training.batches import INPUT_SIDE
from lab.training.finger_cnn import FingerCnn
from shared.exact.network import Network


def export_finger(network: FingerCnn, calibration: NDArray[np.uint8]) -> Network:
    """Fold, calibrate and quantise; making the result proves its bounds.

    Args:
        network: trained.
        calibration: prepared training prints, uint8 ``[n, 96, 96]``; a few hundred do.

    Returns:
        The exact network, which ends with dense_1 and its tanh.

    Raises:
        Failure: ``INTEGRITY`` when a layer cannot be proven exact.
    """
    layers = fold(network)
    *inputs, features = layer_inputs(layers, calibration)
    after = [*(read.steps for read in inputs[1:]), features.steps]
    convolutions = [
        quantise_convolution(layer, before, steps)
        for layer, before, steps in zip(layers[:-1], inputs, after, strict=True)
    ]
    return Network(INPUT_SIDE, INPUT_SIDE, tuple(convolutions), quantise_dense(layers[-1], features))
