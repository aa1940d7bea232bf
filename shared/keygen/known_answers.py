"""What is computed to compare one machine's arithmetic with another's: a drawn picture and SHA-256 digests.

The picture is made of integers, so that no file of somebody's finger is needed, and is no square, so that
resizing takes part.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

from shared.biometrics.augmentation import augment
from shared.biometrics.features import candidate_keys
from shared.biometrics.preprocessing import preprocess
from shared.biometrics.prints import Print
from shared.chaos import chen
from shared.crypto.labels import Label
from shared.encoding import lv
from shared.exact.image import equalise, resize
from shared.exact.network import Network
from shared.exact.xof import ShakeStream
from shared.identifiers import Finger
from shared.keygen.pipeline import mix
from shared.keygen.request import KeyRequest
from shared.keygen.swarm import optimise

_HEIGHT, _WIDTH = 103, 96
_SIDE = 96
_CHEN_BYTES = 3072
_REQUEST = KeyRequest(user=17, generation=1, finger=Finger.LEFT_INDEX, epoch=2, counter=4)


def drawn_print() -> Print:
    """A picture of ridges: a triangle wave of the squared distance from a point, and seeded noise."""
    rows, columns = np.mgrid[0:_HEIGHT, 0:_WIDTH].astype(np.int64)
    phase = ((rows - 60) ** 2 + (columns - 40) ** 2 + 90 * rows) // 9 % 128
    noise = np.frombuffer(_stream("noise").bytes(_HEIGHT * _WIDTH), np.uint8).reshape(_HEIGHT, _WIDTH)
    levels = 2 * np.abs(phase - 64) + 40 + noise.astype(np.int64) // 4
    return Print(levels.astype(np.uint8))


def arithmetic_answers() -> dict[str, str]:
    """SHA-256, in hex, of the results of every step that needs no model."""
    pixels = drawn_print().pixels
    numbers = _stream("numbers")
    resized = resize(pixels, _SIDE, _SIDE)
    candidates = np.frombuffer(_stream("swarm").bytes(20 * 1024), np.uint8).reshape(20, 1024)
    return {
        "stream": _digest(lv(*(numbers.below(bound) for bound in (1, 2, 255, 256, 257, 10**6) * 20))),
        "resize": _digest(resized),
        "equalise": _digest(equalise(resized)),
        "augment": _digest(augment(equalise(resized), trial_stream())),
        # A narrow start, as saturated features are, so that the swarm has something to do.
        "swarm": _digest(optimise(candidates // 8)),
        "chen": _digest(chen.stream(_CHEN_BYTES)),
    }


def model_answers(network: Network) -> dict[str, str]:
    """SHA-256, in hex, of a model's features of the drawn picture and of the key made of them."""
    preprocessed = preprocess(drawn_print(), network.height, network.width)
    images = augment(preprocessed, _REQUEST.augmentation_stream(0))
    features = network.features(images)
    with mix(optimise(candidate_keys(features))) as key:
        return {"features": _digest(features.astype("<i2")), "key": _digest(key.export_view())}


def trial_stream() -> ShakeStream:
    """The stream that draws the variations of the trial."""
    return _stream("augment")


def _stream(purpose: str) -> ShakeStream:
    return ShakeStream(lv(Label.KNOWN_ANSWERS, purpose))


def _digest(data: npt.NDArray[np.generic] | bytes | memoryview) -> str:
    return hashlib.sha256(data.tobytes() if isinstance(data, np.ndarray) else data).hexdigest()
