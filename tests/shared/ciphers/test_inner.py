"""The inner ciphers."""

from __future__ import annotations

import hashlib
import importlib.util

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.chaos import chen, logistic, lorenz
from shared.chaos.keystream import Keystream
from shared.ciphers import INNER_CIPHERS, inverse, transform
from shared.ciphers.logistic import R
from shared.ciphers.lorenz import BETA, RHO, SIGMA
from shared.ciphers.parameters import draw
from shared.crypto.labels import Label
from shared.crypto.secret import Secret
from shared.errors import Code, Failure

KEY = bytes(range(256)) * 4
WEAK = ("chen", "logistic", "lorenz")
GOLDEN = {
    "chen": "4be450f4572b01ca0cd4bb907b92534d3012b0b56fe496d9c0aa76ab0b0e8d7b",
    "logistic": "650ff921f0bd3d58cd89c2b2a825d61eabbda6d4b946e5b30f5e6fba7460ffb8",
    "lorenz": "7a11abb7907ea44ddacb5e7788dc4632ee6eae701011052ba0f2f93dadbbac6f",
}


def key(data: bytes = KEY) -> Secret:
    return Secret(data)


@pytest.mark.parametrize("name", INNER_CIPHERS)
@settings(max_examples=25)
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


def test_logistic_and_lorenz_are_data_and_the_stream_of_drawn_parameters() -> None:
    data = bytes(i * 7 % 256 for i in range(3000))
    (r,) = draw(key(), Label.INNER_LOGISTIC, (R,))
    below = {"logistic": logistic.stream(3000, logistic.Parameters(r))}
    sigma, rho, beta = draw(key(), Label.INNER_LORENZ, (SIGMA, RHO, BETA))
    below["lorenz"] = lorenz.stream(3000, lorenz.Parameters(sigma, rho, beta))
    for name, stream in below.items():
        expected = bytes(d ^ s for d, s in zip(data, stream, strict=True))
        assert transform(name, data, key()) == expected


@pytest.mark.parametrize(("name", "digest"), GOLDEN.items(), ids=GOLDEN)
def test_a_file_under_a_key_is_for_ever_the_same(name: str, digest: str) -> None:
    data = bytes(i * 7 % 256 for i in range(100_000))
    assert hashlib.sha256(transform(name, data, key())).hexdigest() == digest


@pytest.mark.parametrize("name", WEAK)
def test_another_key_does_not_open_it(name: str) -> None:
    hidden = transform(name, bytes(2048), key())
    nearly = bytes([KEY[0] ^ 1]) + KEY[1:]
    assert inverse(name, hidden, key(bytes(1024))) != bytes(2048)
    assert inverse(name, hidden, key(nearly)) != bytes(2048)


@pytest.mark.parametrize("name", WEAK)
@pytest.mark.parametrize("length", [0, 32, 1023, 1025])
def test_a_key_of_another_length_is_a_programming_error(name: str, length: int) -> None:
    with pytest.raises(ValueError, match="1024 bytes"):
        transform(name, b"x", key(bytes(length)))


@pytest.mark.parametrize("name", ["", "Chen", "logistics", "lorenz "])
def test_unknown_names_are_refused(name: str) -> None:
    for direction in (transform, inverse):
        with pytest.raises(Failure) as refused:
            direction(name, b"x", key())
        assert refused.value.code is Code.SUITE_UNSUPPORTED


@pytest.mark.parametrize("name", WEAK)
def test_above_one_mebibyte_needs_compiled_code(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(Keystream, "runs_compiled", lambda _: False)
    with pytest.raises(Failure, match=f"{name} .*fast") as refused:
        transform(name, bytes((1 << 20) + 1), key())
    assert refused.value.code is Code.TOO_LARGE
    assert len(transform(name, bytes(2000), key())) == 2000


@pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="numba is not installed (extra 'fast')")
@pytest.mark.parametrize("name", WEAK)
def test_above_one_mebibyte_with_compiled_code(name: str) -> None:
    data = bytes((1 << 20) + 1000)
    hidden = transform(name, data, key())
    assert inverse(name, hidden, key()) == data
    assert hidden[:4096] == transform(name, data[:4096], key())
