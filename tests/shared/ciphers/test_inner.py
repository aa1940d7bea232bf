"""The inner ciphers."""

from __future__ import annotations

import importlib.util

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.chaos import chen
from shared.ciphers import INNER_CIPHERS, inverse, transform
from shared.crypto.secret import Secret
from shared.errors import Code, Failure

KEY = bytes(range(256)) * 4


def key(data: bytes = KEY) -> Secret:
    return Secret(data)


@pytest.mark.parametrize("name", INNER_CIPHERS)
@given(data=st.binary(max_size=5000))
def test_the_inverse_undoes_the_transform(name: str, data: bytes) -> None:
    hidden = transform(name, data, key())
    assert len(hidden) == len(data)
    assert inverse(name, hidden, key()) == data


def test_the_default_comes_first_and_does_nothing() -> None:
    assert INNER_CIPHERS[0] == "none"
    assert transform("none", b"picture", key()) == b"picture"


def test_chen_is_data_stream_and_swarm_key_repeated() -> None:
    data = bytes(i * 7 % 256 for i in range(3000))
    public = chen.stream(3000)
    swarm = bytes(b ^ c for b, c in zip(KEY, public, strict=False))
    expected = bytes(d ^ c ^ swarm[i % 1024] for i, (d, c) in enumerate(zip(data, public, strict=True)))
    assert transform("chen", data, key()) == expected
    # Over the first 1,024 bytes the two Chen terms cancel into B itself.
    assert expected[:1024] == bytes(d ^ b for d, b in zip(data, KEY, strict=False))


def test_another_key_does_not_open_it() -> None:
    hidden = transform("chen", bytes(2048), key())
    assert inverse("chen", hidden, key(bytes(1024))) != bytes(2048)


@pytest.mark.parametrize("length", [0, 32, 1023, 1025])
def test_a_key_of_another_length_is_a_programming_error(length: int) -> None:
    with pytest.raises(ValueError, match="1024 bytes"):
        transform("chen", b"x", key(bytes(length)))


@pytest.mark.parametrize("name", ["", "Chen", "logistic", "chen "])
def test_unknown_names_are_refused(name: str) -> None:
    for direction in (transform, inverse):
        with pytest.raises(Failure) as refused:
            direction(name, b"x", key())
        assert refused.value.code is Code.SUITE_UNSUPPORTED


def test_above_one_mebibyte_needs_compiled_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chen, "runs_compiled", lambda: False)
    with pytest.raises(Failure, match="fast") as refused:
        transform("chen", bytes((1 << 20) + 1), key())
    assert refused.value.code is Code.TOO_LARGE
    assert len(transform("chen", bytes(2000), key())) == 2000


@pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="numba is not installed (extra 'fast')")
def test_above_one_mebibyte_with_compiled_code() -> None:
    data = bytes((1 << 20) + 1000)
    hidden = transform("chen", data, key())
    assert inverse("chen", hidden, key()) == data
    assert hidden[:4096] == transform("chen", data[:4096], key())
