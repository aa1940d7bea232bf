"""The steps from an enrolled print to the biometric key of one message (biometrics §2).

Preprocess, then for each candidate: augment, features, swarm, assess; the first that is accepted is mixed
with the Chen stream. Both ends walk the same candidates, so they stay together without a word about it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shared.biometrics.augmentation import augment
from shared.biometrics.features import candidate_keys
from shared.biometrics.preprocessing import preprocess
from shared.biometrics.prints import Print
from shared.chaos import chen
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.identifiers import Finger
from shared.keygen.assessment import KEY_BYTES, Assessment, assess
from shared.keygen.request import KeyRequest
from shared.keygen.swarm import optimise

Pixels = npt.NDArray[np.uint8]

CANDIDATES = 8
"""How many candidates are tried before a print is given up (biometrics §2.5)."""

_FIRST_EPOCH, _ENROLMENT_COUNTER = 0, 0


@dataclass(frozen=True)
class RegeneratedKey:
    """A message's biometric key.

    Attributes:
        key: B, 1,024 bytes.
        candidate: which candidate was accepted, 0..7; both ends find the same.
    """

    key: Secret
    candidate: int


@dataclass(frozen=True)
class EnrolmentCheck:
    """What the check of one finger at enrolment found; nothing in it is secret.

    Attributes:
        finger: the finger checked.
        candidate: the candidate that was accepted, 0..7.
        assessment: the assessment of that candidate.
    """

    finger: Finger
    candidate: int
    assessment: Assessment


def regenerate(request: KeyRequest, print_: Print, network: Network) -> RegeneratedKey:
    """Regenerate the biometric key of one message.

    Args:
        request: the message's numbers.
        print_: the enrolled print of ``request.finger``.
        network: the model of the enrolment.

    Raises:
        Failure: ``KEY_UNUSABLE`` when no candidate passes, ``INVALID_INPUT`` when the print shows nothing,
            ``MODEL_MISMATCH`` when the model does not give 1,024 features.
    """
    candidate, key, _ = _first_accepted(request, print_, network)
    secret = mix(key)
    key.fill(0)
    return RegeneratedKey(secret, candidate)


def enrol_check(
    user: int, generation: int, finger: Finger, print_: Print, network: Network
) -> EnrolmentCheck:
    """Run one finger once, as every message will, and refuse a print that gives no key.

    The check uses counter 0, which no message has, so that no message's key exists before its message.

    Raises:
        Failure: as :func:`regenerate`.
    """
    request = KeyRequest(user, generation, finger, _FIRST_EPOCH, _ENROLMENT_COUNTER)
    candidate, _, assessment = _first_accepted(request, print_, network)
    return EnrolmentCheck(finger, candidate, assessment)


def swarm_key(request: KeyRequest, candidate: int, preprocessed: Pixels, network: Network) -> Pixels:
    """One candidate before its assessment: augment, features, swarm.

    Args:
        request: the message's numbers.
        candidate: 0..7.
        preprocessed: uint8 [height, width] in the network's size.
        network: the model.

    Returns:
        uint8 [outputs].
    """
    images = augment(preprocessed, request.augmentation_stream(candidate))
    return optimise(candidate_keys(network.features(images)))


def mix(key: Pixels) -> Secret:
    """B = key ⊕ Chen(1024) (biometrics §2.6).

    Args:
        key: uint8 [1024], an accepted key.
    """
    mixed = np.bitwise_xor(key, np.frombuffer(chen.stream(KEY_BYTES), np.uint8))
    secret = Secret(mixed.data)
    mixed.fill(0)
    return secret


def require_key_model(network: Network) -> None:
    """Check that keys can be made with a network.

    Raises:
        Failure: ``MODEL_MISMATCH`` when it does not give 1,024 features.
    """
    if network.outputs != KEY_BYTES:
        raise Failure(Code.MODEL_MISMATCH, f"A key needs a model of {KEY_BYTES} features; install another.")


def _first_accepted(request: KeyRequest, print_: Print, network: Network) -> tuple[int, Pixels, Assessment]:
    require_key_model(network)
    preprocessed = preprocess(print_, network.height, network.width)
    for candidate in range(CANDIDATES):
        key = swarm_key(request, candidate, preprocessed, network)
        assessment = assess(key)
        if assessment.accepted:
            return candidate, key, assessment
    raise Failure(Code.KEY_UNUSABLE)
