"""Parameters drawn from a key: exact, within their interval, and the protocol's (§4.1)."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from math import nextafter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.chaos import lorenz as lorenz_system
from shared.chaos.lorenz import INTERVALS
from shared.ciphers import logistic, lorenz
from shared.ciphers.parameters import Interval, draw
from shared.crypto.labels import Label
from shared.crypto.secret import Secret
from tests.independent_exchange import expand, hmac256, lv

CASES = {"r": logistic.R, "sigma": lorenz.SIGMA, "rho": lorenz.RHO, "beta": lorenz.BETA}
each_interval = pytest.mark.parametrize("interval", CASES.values(), ids=CASES)
LAST = 2**64 - 1
KEY = hashlib.shake_256(b"a finger").digest(1024)


@each_interval
@given(word=st.integers(0, LAST))
def test_a_parameter_is_the_share_of_its_interval_that_the_word_says(interval: Interval, word: int) -> None:
    picked = interval.pick(word)
    assert interval.least <= Fraction(picked) <= interval.most
    share = (Fraction(picked) - interval.least) / (interval.most - interval.least)
    assert abs(share - Fraction(word, 2**64)) < Fraction(1, 2**46)


@each_interval
def test_the_ends_of_an_interval_are_the_outermost_doubles_within(interval: Interval) -> None:
    first, last = interval.pick(0), interval.pick(LAST)
    assert Fraction(nextafter(first, 0)) < interval.least <= Fraction(first)
    assert Fraction(last) <= interval.most < Fraction(nextafter(last, 99))


@each_interval
def test_neighbours_are_neighbouring_doubles(interval: Interval) -> None:
    first = interval.pick(0)
    assert nextafter(first, 99) - first == 2.0**-interval.bits


@pytest.mark.parametrize("name", INTERVALS)
def test_the_system_takes_both_ends(name: str) -> None:
    for word in (0, LAST):
        end = CASES[name].pick(word)
        assert getattr(lorenz_system.Parameters(**{name: end}), name) == end


def test_the_words_are_those_of_the_protocol() -> None:
    words = expand(hmac256(bytes(32), KEY), lv("ridgekey/1 inner lorenz"), 24)
    whole = Interval(Fraction(0), Fraction(2**53 - 1, 2**53), 53)
    drawn = draw(Secret(KEY), Label.INNER_LORENZ, (whole,) * 3)
    expected = [int.from_bytes(words[place : place + 8], "big") >> 11 for place in (0, 8, 16)]
    assert [value * 2**53 for value in drawn] == expected


def test_no_two_ciphers_share_their_words() -> None:
    whole = (Interval(Fraction(0), Fraction(2**53 - 1, 2**53), 53),)
    assert draw(Secret(KEY), Label.INNER_LORENZ, whole) != draw(Secret(KEY), Label.INNER_LOGISTIC, whole)


@pytest.mark.parametrize("length", [0, 32, 1023, 1025])
def test_a_key_of_another_length_is_a_programming_error(length: int) -> None:
    with pytest.raises(ValueError, match="1024 bytes"):
        draw(Secret(bytes(length)), Label.INNER_LORENZ, (lorenz.SIGMA,))
