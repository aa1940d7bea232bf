"""Both kinds of verifier: who passes, who is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shared.biometrics.prints import Print
from shared.biometrics.synthetic import person_seed, synthetic_print
from shared.biometrics.verification import ClosedSetVerifier, EmbeddingVerifier, PatchSearch
from shared.biometrics.verification.agreement import FULL
from shared.errors import Code, Failure
from shared.exact.products import NumpyBackend
from shared.identifiers import Finger
from tests.seeded_networks import seeded_network
from tests.shared.biometrics.verification.conftest import USERS, naming_network

ENROLLED = synthetic_print(person_seed(5, 1), Finger.LEFT_INDEX)
OTHERS = [synthetic_print(person_seed(5, who), finger) for who, finger in ((1, Finger.LEFT_RING), (2, 3))]
BLANK = Print(np.full((96, 96), 255, np.uint8))


def code_of(verifier: EmbeddingVerifier | ClosedSetVerifier, live: Print, user: int = 17) -> Code | None:
    """The code a live print is refused with."""
    try:
        verifier.check(user, Finger.LEFT_INDEX, ENROLLED, live)
    except Failure as failure:
        return failure.code
    return None


def test_the_same_picture_scores_all_but_full(embedding: EmbeddingVerifier) -> None:
    # One patch of doubt beside the 169 that meet at most, and directions are rounded.
    assert 0.98 * FULL < embedding.score(ENROLLED, ENROLLED) <= 169 / 170 * FULL
    assert code_of(embedding, ENROLLED) is None


def test_what_reaches_the_threshold_passes_and_what_is_one_below_does_not(
    embedding: EmbeddingVerifier,
) -> None:
    for live in OTHERS:
        score = embedding.score(ENROLLED, live)
        assert 0 < score < FULL
        assert code_of(replace(embedding, threshold=score), live) is None
        assert code_of(replace(embedding, threshold=score + 1), live) is Code.FINGER_REFUSED


def test_the_refusal_names_the_finger_that_was_asked_for_and_no_score(embedding: EmbeddingVerifier) -> None:
    with pytest.raises(Failure, match="left_index") as refused:
        replace(embedding, threshold=FULL).check(17, Finger.LEFT_INDEX, ENROLLED, OTHERS[0])
    assert not any(character.isdigit() for character in refused.value.sentence)


def test_a_blank_scan_is_bad_input_and_no_refusal(
    embedding: EmbeddingVerifier, closed_set: ClosedSetVerifier
) -> None:
    assert code_of(embedding, BLANK) is code_of(closed_set, BLANK) is Code.INVALID_INPUT


def test_an_enrolled_print_without_ridges_is_not_blamed_on_the_scan(embedding: EmbeddingVerifier) -> None:
    with pytest.raises(Failure, match="left_index; have the user enrolled anew") as refused:
        embedding.check(17, Finger.LEFT_INDEX, BLANK, ENROLLED)
    assert refused.value.code is Code.INVALID_INPUT


def test_another_backend_gives_the_same_score(embedding: EmbeddingVerifier) -> None:
    class Splitting(NumpyBackend):
        """Multiplies column by column: other sums in another order."""

        def product(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
            return np.concatenate([left @ right[:, [k]] for k in range(right.shape[1])], axis=1)

    other = replace(embedding, network=embedding.network.with_backend(Splitting()))
    assert [other.score(ENROLLED, live) for live in OTHERS] == [
        embedding.score(ENROLLED, live) for live in OTHERS
    ]


def test_closed_set_lets_pass_whom_both_networks_name(closed_set: ClosedSetVerifier) -> None:
    user, finger = closed_set.identify(ENROLLED)
    assert user in USERS
    closed_set.check(user, finger, OTHERS[0], ENROLLED)
    for claim in ((user, Finger((finger + 1) % 10)), (USERS[USERS.index(user) - 1], finger)):
        with pytest.raises(Failure) as refused:
            closed_set.check(*claim, OTHERS[0], ENROLLED)
        assert refused.value.code is Code.FINGER_REFUSED


@pytest.mark.parametrize(
    ("subjects", "fingers", "users"),
    [
        pytest.param(3, 10, (17, 331), id="a class without a user"),
        pytest.param(3, 10, (17, 331, 17), id="a user twice"),
        pytest.param(3, 9, USERS, id="nine fingers"),
        pytest.param(0, 10, (), id="nobody"),
    ],
)
def test_networks_that_do_not_name_the_claim_are_refused(
    subjects: int, fingers: int, users: tuple[int, ...]
) -> None:
    with pytest.raises(Failure) as refused:
        ClosedSetVerifier(naming_network(subjects, "s"), naming_network(fingers, "f"), users)
    assert refused.value.code is Code.MALFORMED


@pytest.mark.parametrize(
    ("search", "side", "outputs", "what"),
    [
        pytest.param(PatchSearch(23, 4, 0, 0, 1), 24, 1, "no patches", id="no patch fits"),
        pytest.param(PatchSearch(72, 2, 0, 0, 1), 24, 1, "too many", id="a row too long"),
        pytest.param(PatchSearch(115, 4, 8, 1, 1), 24, 1, "too many", id="too many in all turns"),
        pytest.param(PatchSearch(300, 5, 4, 1, 1), 192, 1, "memory", id="patches too large together"),
        pytest.param(PatchSearch(24, 4, 0, 0, 1), 24, 4097, "memory", id="directions too long to be exact"),
    ],
)
def test_parts_that_cannot_be_used_together_are_refused(
    embedding: EmbeddingVerifier, search: PatchSearch, side: int, outputs: int, what: str
) -> None:
    network = seeded_network(((1, 1, 1, 2),), outputs, side=side)
    with pytest.raises(Failure, match=what) as refused:
        replace(embedding, network=network, search=search)
    assert refused.value.code is Code.MALFORMED


@pytest.mark.parametrize("threshold", [0, FULL + 1])
def test_a_threshold_that_is_none_is_refused(embedding: EmbeddingVerifier, threshold: int) -> None:
    with pytest.raises(Failure) as refused:
        replace(embedding, threshold=threshold)
    assert refused.value.code is Code.MALFORMED
