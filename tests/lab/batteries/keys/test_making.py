"""Keys for the tests: made as the exchange makes them, handed out as secrets, wiped, never shown."""

from __future__ import annotations

import json

import numpy as np
import pytest

from lab.batteries.keys.key_report import AFTER, BEFORE, key_report
from lab.batteries.keys.key_sources import enrolled_prints
from lab.batteries.keys.making import KeyMaker, below_chen, touched
from lab.datasets.print_set import PrintSet
from shared.chaos import chen
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.keygen.pipeline import regenerate
from shared.keygen.request import KeyRequest
from tests.lab.attacks.small_target import fixture_gallery
from tests.seeded_networks import tiny_network

USER = 2


@pytest.fixture
def maker() -> KeyMaker:
    return KeyMaker(USER, 1, fixture_gallery()[USER], tiny_network())


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Secret]:
    """Every secret that is made for a report."""
    secrets: list[Secret] = []
    for name in ("key", "changed_key"):
        make = getattr(KeyMaker, name)
        monkeypatch.setattr(
            KeyMaker, name, lambda self, n, make=make: secrets.append(make(self, n)) or secrets[-1]
        )
    return secrets


def test_keys_are_those_of_the_exchange(maker: KeyMaker) -> None:
    prints = fixture_gallery()[USER]
    for n, epoch, counter in ((1, 0, 1), (10, 0, 10), (14, 1, 4)):
        finger = sorted(prints)[(counter - 1) % len(prints)]
        request = KeyRequest(USER, 1, finger, epoch, counter)
        with maker.key(n) as key, regenerate(request, prints[finger], tiny_network()).key as expected:
            assert key.equals_in_constant_time(expected)


def test_below_chen_lies_the_swarms_key(maker: KeyMaker) -> None:
    with maker.key(3) as key, below_chen(key) as swarm:
        assert bytes(a ^ b for a, b in zip(key.export_view(), chen.stream(1024), strict=True)) == bytes(
            swarm.export_view()
        )


def test_a_touched_print_differs_in_one_bit_and_the_enrolled_one_stays(maker: KeyMaker) -> None:
    print_ = maker.prints[maker.finger(1)]
    before = print_.pixels.copy()
    difference = touched(print_).pixels ^ before
    assert np.flatnonzero(difference).size == 1
    assert difference.max() == 1
    assert np.array_equal(print_.pixels, before)


def test_every_key_of_a_report_is_wiped(maker: KeyMaker, made: list[Secret]) -> None:
    told: list[tuple[int, int]] = []
    report = key_report(maker, 4, lambda done, of: told.append((done, of)))
    assert len(made) == 7
    assert all(secret.wiped for secret in made)
    assert told == [(done, 7) for done in range(1, 8)]
    assert (report.user, report.message, report.length) == (USER, 4, 1024)


def test_keys_are_wiped_when_one_cannot_be_made(
    maker: KeyMaker, made: list[Secret], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_self: KeyMaker, _n: int) -> Secret:
        raise Failure(Code.KEY_UNUSABLE)

    monkeypatch.setattr(KeyMaker, "changed_key", fails)
    with pytest.raises(Failure):
        key_report(maker, 4, lambda _done, _of: None)
    assert len(made) == 5
    assert all(secret.wiped for secret in made)


def test_a_report_tests_before_and_after_chen_and_holds_no_key(maker: KeyMaker) -> None:
    report = key_report(maker, 1, lambda _done, _of: None)
    assert list(report.stages) == [BEFORE, AFTER]
    names = [one.name for one in report.stages[BEFORE]]
    assert names == [one.name for one in report.stages[AFTER]]
    assert {"entropy", "unstable", "changed bits (%)", "r between keys"} <= set(names)
    unstable = next(one for one in report.stages[AFTER] if one.name == "unstable")
    assert unstable.value == 0
    text = json.dumps(report.record(), allow_nan=False)
    assert len(text) < 20_000
    with maker.key(1) as key:
        assert key.export_bytes().hex() not in text
        assert str(list(key.export_bytes()[:8]))[1:-1] not in text


def test_a_makers_repr_shows_no_print(maker: KeyMaker) -> None:
    assert repr(maker) == "KeyMaker(user=2, generation=1)"


def test_prints_of_a_set_are_found_by_user(person: PrintSet) -> None:
    user = int(person.subjects[0])
    prints = enrolled_prints(person, user)
    assert list(prints) == list(Finger)
    with pytest.raises(Failure, match=f"User {user + 1} has no enrolled print") as refusal:
        enrolled_prints(person, user + 1)
    assert refusal.value.code is Code.NOT_FOUND
