"""A secret leaves only through a method whose name says so, and is gone when its block ends."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from collections.abc import Callable

import pytest

from shared.crypto.secret import Secret

DATA = b"not to be seen by anybody"


def test_export_returns_the_bytes_and_copies_the_input() -> None:
    given = bytearray(DATA)
    secret = Secret(given)
    given[:] = bytes(len(given))
    assert secret.export_bytes() == DATA
    assert secret.export_view() == DATA
    assert len(secret) == len(DATA)


REFUSED = [
    pytest.param(pickle.dumps, id="pickle"),
    pytest.param(copy.copy, id="copy"),
    pytest.param(copy.deepcopy, id="deep copy"),
    pytest.param(hash, id="hash"),
    pytest.param(lambda secret: secret == DATA, id="equal"),
    pytest.param(lambda secret: secret != DATA, id="unequal"),
    pytest.param(lambda secret: secret < DATA, id="order"),
    pytest.param(bytes, id="bytes"),
    pytest.param(bytearray, id="bytearray"),
    pytest.param(list, id="iteration"),
    pytest.param(lambda secret: secret[0], id="index"),
    pytest.param(lambda secret: json.dumps({"secret": secret}), id="JSON"),
    pytest.param(vars, id="vars"),
]


@pytest.mark.parametrize("act", REFUSED)
def test_it_cannot_leave_by_accident(act: Callable[[Secret], object]) -> None:
    with pytest.raises(TypeError) as caught:
        act(Secret(DATA))
    assert DATA.decode() not in str(caught.value)


def test_what_is_refused_names_the_way_that_is_meant() -> None:
    with pytest.raises(TypeError, match="equals_in_constant_time"):
        assert Secret(DATA) == DATA
    with pytest.raises(TypeError, match="pickled or copied"):
        copy.copy(Secret(DATA))


def test_every_way_of_printing_shows_nothing(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(DATA)
    logging.getLogger("test").warning("%s %r", secret, secret)
    shown = [repr(secret), str(secret), f"{secret}", f"{[secret]!r}", f"{secret!a:>20}", caplog.text]
    assert all("Secret" in text and DATA.decode() not in text and "4e6f" not in text for text in shown)


@pytest.mark.parametrize(
    ("other", "equal"),
    [
        pytest.param(Secret(DATA), True, id="the same secret"),
        pytest.param(DATA, True, id="the same bytes"),
        pytest.param(DATA[:-1], False, id="a shorter one"),
        pytest.param(DATA[:-1] + b"x", False, id="another last byte"),
    ],
)
def test_equality_is_by_a_named_method(other: Secret | bytes, equal: bool) -> None:
    assert Secret(DATA).equals_in_constant_time(other) is equal


def test_the_end_of_the_block_overwrites_the_buffer() -> None:
    with Secret(DATA) as secret:
        view = secret.export_view()
        assert bytes(view) == DATA
        assert not secret.wiped
    assert bytes(view) == bytes(len(DATA))
    assert secret.wiped


def test_an_error_inside_the_block_overwrites_the_buffer_too() -> None:
    secret = Secret(DATA)
    view = secret.export_view()
    with pytest.raises(ZeroDivisionError), secret:
        raise ZeroDivisionError
    assert bytes(view) == bytes(len(DATA))


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda secret: secret.export_bytes(), id="export"),
        pytest.param(lambda secret: secret.export_view(), id="view"),
        pytest.param(lambda secret: secret.__enter__(), id="enter"),
        pytest.param(lambda secret: secret.equals_in_constant_time(DATA), id="left of an equality"),
        pytest.param(lambda secret: Secret(DATA).equals_in_constant_time(secret), id="right of an equality"),
    ],
)
def test_a_wiped_secret_is_of_no_use(act: Callable[[Secret], object]) -> None:
    secret = Secret(DATA)
    secret.wipe()
    secret.wipe()
    with pytest.raises(RuntimeError, match="wiped"):
        act(secret)


def test_a_view_cannot_change_the_secret() -> None:
    with pytest.raises(TypeError):
        Secret(DATA).export_view()[0] = 0


def test_filling_in_place_leaves_one_copy() -> None:
    kept: list[bytearray] = []

    def fill(buffer: bytearray) -> None:
        buffer[:] = b"0123456789abcdef"
        kept.append(buffer)

    with Secret.filled_by(16, fill) as secret:
        assert secret.export_bytes() == b"0123456789abcdef"
    assert kept == [bytearray(16)]
