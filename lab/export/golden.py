"""Golden vectors of a model: what it makes of drawn pictures, to be compared on any machine."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.biometrics.augmentation import augment
from shared.biometrics.preprocessing import preprocess
from shared.exact.network import Network
from shared.keygen.known_answers import drawn_print, trial_stream

_SHOWN = 8


def golden_vectors(network: Network) -> dict[str, Any]:
    """Digests of features, and of scores if there are any, for twenty variations of the drawn picture.

    The picture and its variations are those of ``shared.keygen.known_answers``; integers are hashed as
    little-endian int16 (features) and int64 (scores), one picture after the other.
    """
    images = augment(preprocess(drawn_print(), network.height, network.width), trial_stream())
    features = network.features(images)
    found: dict[str, Any] = {
        "model": network.digest.hex(),
        "pictures": _digest(images),
        "features": _digest(features.astype("<i2")),
        "first_features": features[0, :_SHOWN].tolist(),
    }
    if network.class_count:
        scores = network.classes(features)
        found |= {"scores": _digest(scores.astype("<i8")), "classes": scores.argmax(axis=1).tolist()}
    return found


def _digest(data: NDArray[np.generic]) -> str:
    return hashlib.sha256(np.ascontiguousarray(data).tobytes()).hexdigest()
