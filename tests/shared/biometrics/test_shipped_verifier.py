"""The verifier that ships: it is what its file says, and it tells synthetic fingers apart."""

from __future__ import annotations

import pytest

from shared.biometrics.models import default_verifier, default_verifier_path
from shared.biometrics.synthetic import generate_finger, impression, person_seed
from shared.biometrics.verification import EmbeddingVerifier
from shared.errors import Code, Failure
from shared.identifiers import Finger

POPULATION = 41
FINGERS = (Finger.LEFT_LITTLE, Finger.RIGHT_INDEX)


@pytest.fixture(scope="module")
def verifier() -> EmbeddingVerifier:
    """The shipped one."""
    shipped = default_verifier()
    assert shipped is not None
    return shipped


def test_its_file_is_its_only_encoding(verifier: EmbeddingVerifier) -> None:
    assert verifier.encode() == default_verifier_path().read_bytes()


def test_a_person_at_the_finger_pad_does_not_wait_long(verifier: EmbeddingVerifier) -> None:
    assert verifier.search.rows(verifier.network.height) ** 2 * verifier.search.looks <= 1200


@pytest.mark.parametrize("finger", FINGERS)
def test_another_impression_passes_and_other_fingers_do_not(
    verifier: EmbeddingVerifier, finger: Finger
) -> None:
    master = generate_finger(person_seed(POPULATION, 1), finger)
    enrolled = impression(master, 0)
    verifier.check(1, finger, enrolled, impression(master, 1, strength=0.25))
    others = [(1, FINGERS[1 - FINGERS.index(finger)]), (2, finger)]
    for person, other in others:
        live = impression(generate_finger(person_seed(POPULATION, person), other), 1)
        with pytest.raises(Failure) as refused:
            verifier.check(1, finger, enrolled, live)
        assert refused.value.code is Code.FINGER_REFUSED
