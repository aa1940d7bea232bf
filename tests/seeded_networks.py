"""Small networks with seeded weights for the tests, and the script that writes the tiny model and verifier.

``python -m tests.seeded_networks`` writes the files; tests compare what is checked in with this.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from shared.biometrics.verification import EmbeddingVerifier, PatchSearch
from shared.encoding import lv
from shared.exact.network import Classifier, Convolution, Dense, Network
from shared.exact.xof import ShakeStream

TINY_PATH = Path(__file__).parent / "fixtures" / "models" / "tiny.rkmodel"
TINY_VERIFIER_PATH = TINY_PATH.with_suffix(".rkverif")

TINY_THRESHOLD = 32_250
"""0.990 of what the same picture reaches: nearly the same passes, another does not."""

_MULTIPLIERS = (1 << 15, 1 << 20)


def seeded_network(
    kernels: tuple[tuple[int, int, int, int], ...],
    outputs: int,
    side: int = 24,
    seed: str = "tiny",
    classes: int = 0,
) -> Network:
    """A network of any shape whose weights come from SHAKE-256.

    Args:
        kernels: for each convolution: output channels, kernel rows, kernel columns, pool.
        outputs: features of the dense layer.
        side: height and width of the input.
        seed: another seed is another network.
        classes: how many classes it tells apart; 0 for a network without a classes record.
    """
    stream = ShakeStream(lv("ridgekey/1 test network", seed))
    shape = (1, side, side)
    convolutions = []
    for channels, rows, columns, pool in kernels:
        convolution = _convolution(stream, (channels, shape[0], rows, columns), pool)
        shape = convolution.output_shape(*shape)
        convolutions.append(convolution)
    dense = _dense(stream, outputs, int(np.prod(shape)))
    classifier = _classifier(stream, classes, outputs) if classes else None
    return Network(side, side, tuple(convolutions), dense, classifier)


def tiny_network() -> Network:
    """24×24 to 1,024 features through two convolutions: everything the real one has, in 132 kB."""
    return seeded_network(((4, 5, 5, 2), (8, 3, 3, 2)), 1024)


def tiny_verifier() -> EmbeddingVerifier:
    """Lets pass what is nearly the same picture; it has seen no finger and knows nothing of them."""
    network = seeded_network(((4, 5, 5, 2), (8, 3, 3, 2)), 64, seed="tiny verifier")
    return EmbeddingVerifier(TINY_THRESHOLD, PatchSearch(72, 4, 1, 3, 1), network)


def _convolution(stream: ShakeStream, shape: tuple[int, int, int, int], pool: int) -> Convolution:
    weight = _weights(stream, shape)
    bias, multiplier = _bias(stream, shape[0], 3000), _multipliers(stream, shape[0])
    # Scaled so that a typical sum lands inside 0..255 whatever the number of inputs.
    spread = int(np.sqrt(weight[0].size) * 40 * 128)
    return Convolution(weight, bias, multiplier, _shifts(multiplier, spread, 100), pool)


def _dense(stream: ShakeStream, outputs: int, inputs: int) -> Dense:
    weight = _weights(stream, (outputs, inputs))
    bias, multiplier = _bias(stream, outputs, 3000), _multipliers(stream, outputs)
    spread = int(np.sqrt(inputs) * 40 * 128)
    return Dense(weight, bias, multiplier, _shifts(multiplier, spread, 300))


def _classifier(stream: ShakeStream, classes: int, features: int) -> Classifier:
    return Classifier(_weights(stream, (classes, features)), _bias(stream, classes, 10**7))


def _weights(stream: ShakeStream, shape: tuple[int, ...]) -> npt.NDArray[np.int8]:
    return np.frombuffer(stream.bytes(int(np.prod(shape))), np.int8).reshape(shape) // np.int8(2)


def _bias(stream: ShakeStream, size: int, span: int) -> npt.NDArray[np.int32]:
    return np.array([stream.between(-span, span) for _ in range(size)], np.int32)


def _multipliers(stream: ShakeStream, size: int) -> npt.NDArray[np.int32]:
    return np.array([stream.between(*_MULTIPLIERS) for _ in range(size)], np.int32)


def _shifts(multiplier: npt.NDArray[np.int32], spread: int, wanted: int) -> npt.NDArray[np.int32]:
    return np.array([max(1, (int(m) * spread // wanted).bit_length() - 1) for m in multiplier], np.int32)


def main() -> None:
    """Write the tiny model and the tiny verifier."""
    TINY_PATH.parent.mkdir(parents=True, exist_ok=True)
    TINY_PATH.write_bytes(tiny_network().encode())
    TINY_VERIFIER_PATH.write_bytes(tiny_verifier().encode())


if __name__ == "__main__":
    main()
