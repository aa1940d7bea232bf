"""What a span may say is a closed set, and its words look like words."""

from __future__ import annotations

import pytest

from shared.errors import Code
from shared.tracing.attributes import ATTRIBUTES, listed

NOT_OF_A_TRACE = (
    "user",
    "branch",
    "peer",
    "image",
    "n",
    "finger",
    "address",
    "method",
    "key",
    "print",
    "mac",
)


@pytest.mark.parametrize("name", NOT_OF_A_TRACE)
def test_whom_it_is_about_is_dropped(name: str) -> None:
    assert listed({name: 17, "attempt": 1}) == {"attempt": 1}
    assert listed({name: "basra"}) == {}


@pytest.mark.parametrize("code", Code)
def test_every_code_is_a_word(code: Code) -> None:
    assert listed({"reason": code.value}) == {"reason": code.value}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("reason", "user 17 is not granted", id="a sentence"),
        pytest.param("outcome", "ab" * 32, id="long"),
        pytest.param("outcome", "00ff" * 4, id="hexadecimal"),
        pytest.param("outcome", "", id="nothing"),
        pytest.param("outcome", "delivered\n", id="a line end"),
        pytest.param("outcome", 5, id="a number for a word"),
        pytest.param("reason", b"PROOF_FAILED", id="bytes"),
        pytest.param("reason", Code.PROOF_FAILED, id="what is only like a text"),
        pytest.param("bytes", "17", id="a word for a number"),
        pytest.param("bytes", 1.5, id="a fraction"),
        pytest.param("attempt", True, id="a truth"),
        pytest.param("attempt", None, id="none"),
    ],
)
def test_a_value_of_another_look_is_dropped(name: str, value: object) -> None:
    assert name in ATTRIBUTES
    assert listed({name: value}) == {}
