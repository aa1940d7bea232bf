"""Digits of constants against known ones and against slower ways to them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.batteries.sources import make_generator
from lab.batteries.sources.constants import DIGITS, LONGEST, pi_digits
from shared.errors import Code, Failure

KNOWN = {
    "pi": "c90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22",
    "e": "adf85458a2bb4a9aafdc5620273d3cf1d8b9c583ce2d3695a9e13641146433fb",
    "sqrt2": "b504f333f9de6484597d89b3754abe9f1d6f60ba893ba84ced17ac85833399",
    "sqrt3": "ddb3d742c265539d92ba16b83c5c1dc492ec1a6629ed23cc63",
}


@pytest.mark.parametrize("name", KNOWN)
def test_the_first_digits_are_those_that_everyone_knows(name: str) -> None:
    assert make_generator(name).bytes(len(KNOWN[name]) // 2).hex() == KNOWN[name]


@pytest.mark.parametrize("name", DIGITS)
@settings(max_examples=30)
@given(shorter=st.integers(2, 3000), longer=st.integers(0, 3000))
def test_shorter_digits_are_the_beginning_of_longer_ones(name: str, shorter: int, longer: int) -> None:
    digits = DIGITS[name](shorter)
    assert digits.bit_length() == shorter
    assert DIGITS[name](shorter + longer) >> longer == digits


def test_pi_by_machins_formula() -> None:
    places = 20_000

    def inverse_arctangent(x: int) -> int:
        total, power, k = 0, (1 << places) // x, 0
        while power:
            total += (-1) ** k * power // (2 * k + 1)
            power //= x * x
            k += 1
        return total

    by_machin = 4 * (4 * inverse_arctangent(5) - inverse_arctangent(239))
    assert pi_digits(places - 98) == by_machin >> 100


def test_a_stream_goes_on_where_it_stopped() -> None:
    whole = make_generator("e").bits(200_000)
    source = make_generator("e")
    pieces = [source.bits(count).tolist() for count in (1, 65_535, 10, 134_454)]
    assert [bit for piece in pieces for bit in piece] == whole.tolist()


def test_too_many_digits_are_refused_at_once() -> None:
    with pytest.raises(Failure, match=f"at most {LONGEST:,} bits") as refused:
        make_generator("pi").bits(LONGEST + 1)
    assert refused.value.code is Code.INVALID_INPUT
