"""From a print to a biometric key."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from shared.biometrics.augmentation import augment
from shared.biometrics.features import candidate_keys
from shared.biometrics.preprocessing import preprocess
from shared.biometrics.prints import Print, decode_print, encode_print
from shared.chaos import chen
from shared.encoding import lv
from shared.errors import Code, Failure
from shared.exact.network import Network, parse_network
from shared.exact.xof import ShakeStream
from shared.identifiers import Finger
from shared.keygen import pipeline
from shared.keygen.assessment import Assessment, assess
from shared.keygen.known_answers import drawn_print
from shared.keygen.pipeline import CANDIDATES, enrol_check, mix, regenerate, swarm_key
from shared.keygen.request import KeyRequest
from shared.keygen.swarm import optimise
from tests.seeded_networks import TINY_PATH, seeded_network

REQUEST = KeyRequest(user=17, generation=1, finger=Finger.LEFT_INDEX, epoch=0, counter=4)
REFUSED = Assessment(entropy_millibits=5000, largest_count=200, accepted=False)


@cache
def tiny() -> Network:
    return parse_network(TINY_PATH.read_bytes())


def key_bytes(request: KeyRequest = REQUEST, print_: Print | None = None) -> bytes:
    with regenerate(request, print_ or drawn_print(), tiny()).key as key:
        return key.export_bytes()


def test_a_key_is_the_swarm_of_the_features_of_the_versions_mixed_with_chen() -> None:
    pixels = preprocess(drawn_print(), 24, 24)
    stream = ShakeStream(lv("ridgekey/1 augment", 17, 1, 3, 0, 4, 0))
    swarm = optimise(candidate_keys(tiny().features(augment(pixels, stream))))
    expected = bytes(s ^ c for s, c in zip(swarm.tolist(), chen.stream(1024), strict=True))
    assert assess(swarm).accepted
    assert key_bytes() == expected
    assert len(expected) == 1024


def test_both_ends_get_the_same_key_from_a_stored_print() -> None:
    assert key_bytes(print_=decode_print(encode_print(drawn_print()))) == key_bytes()


CHANGES = [
    {"user": 18},
    {"generation": 2},
    {"finger": Finger.LEFT_THUMB},
    {"epoch": 1},
    {"counter": 5},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_every_number_of_the_request_changes_the_key(change: dict[str, int]) -> None:
    ours = np.frombuffer(key_bytes(), np.uint8)
    other = np.frombuffer(key_bytes(replace(REQUEST, **change)), np.uint8)
    assert (ours != other).mean() > 0.9


def test_twelve_messages_have_twelve_keys() -> None:
    requests = [replace(REQUEST, epoch=n // 10, counter=n % 10 + 1) for n in range(12)]
    assert len({key_bytes(request) for request in requests}) == 12


def test_another_print_gives_another_key() -> None:
    mirrored = Print(drawn_print().pixels[::-1])
    assert key_bytes(print_=mirrored) != key_bytes()


def test_another_model_gives_another_key() -> None:
    other = seeded_network(((4, 5, 5, 2), (8, 3, 3, 2)), 1024, seed="other")
    with regenerate(REQUEST, drawn_print(), other).key as key:
        assert key.export_bytes() != key_bytes()


def test_the_first_accepted_candidate_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    verdicts = itertools.chain([REFUSED, REFUSED], itertools.repeat(assess(np.arange(1024).astype(np.uint8))))
    monkeypatch.setattr(pipeline, "assess", lambda _: next(verdicts))
    found = regenerate(REQUEST, drawn_print(), tiny())
    third = swarm_key(REQUEST, 2, preprocess(drawn_print(), 24, 24), tiny())
    assert found.candidate == 2
    assert found.key.equals_in_constant_time(mix(third))


def test_the_eighth_failing_candidate_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[np.ndarray] = []

    def refuse(key: np.ndarray) -> Assessment:
        tried.append(key.copy())
        return REFUSED

    monkeypatch.setattr(pipeline, "assess", refuse)
    with pytest.raises(Failure) as refused:
        regenerate(REQUEST, drawn_print(), tiny())
    assert refused.value.code is Code.KEY_UNUSABLE
    assert len({key.tobytes() for key in tried}) == CANDIDATES == 8


def test_enrolment_checks_a_finger_with_a_counter_that_no_message_has() -> None:
    checked = enrol_check(17, 1, Finger.LEFT_INDEX, drawn_print(), tiny())
    key = swarm_key(replace(REQUEST, counter=0), 0, preprocess(drawn_print(), 24, 24), tiny())
    assert (checked.finger, checked.candidate) == (Finger.LEFT_INDEX, 0)
    assert checked.assessment == assess(key)


def test_enrolment_refuses_a_print_that_gives_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "assess", lambda _: REFUSED)
    with pytest.raises(Failure) as refused:
        enrol_check(17, 1, Finger.LEFT_INDEX, drawn_print(), tiny())
    assert refused.value.code is Code.KEY_UNUSABLE


def test_a_blank_print_is_refused() -> None:
    with pytest.raises(Failure) as refused:
        regenerate(REQUEST, Print(np.zeros((96, 96), np.uint8)), tiny())
    assert refused.value.code is Code.INVALID_INPUT


def test_a_model_of_another_size_is_refused() -> None:
    with pytest.raises(Failure) as refused:
        regenerate(REQUEST, drawn_print(), seeded_network(((2, 3, 3, 2),), 100))
    assert refused.value.code is Code.MODEL_MISMATCH


def test_no_key_shows_in_a_representation() -> None:
    assert key_bytes().hex()[:16] not in repr(regenerate(REQUEST, drawn_print(), tiny()))
