"""Why something was done: one line, checked before anything is."""

from __future__ import annotations

import pytest

from shared.errors import Code, Failure
from shared.reason import checked_reason


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("  moved to Basra \n", "moved to Basra", id="blanks around it"),
        pytest.param("Zürich ☂", "Zürich ☂", id="other letters"),
        pytest.param("x" * 200, "x" * 200, id="as long as can be"),
    ],
)
def test_a_line_is_kept(said: str, kept: str) -> None:
    assert checked_reason(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("x" * 201, id="too long"),
        pytest.param("two\nlines", id="two lines"),
        pytest.param("\x1b[31mred", id="terminal codes"),
        pytest.param("\udcff", id="no text"),
    ],
)
def test_what_is_no_line_is_refused_and_not_repeated(said: str) -> None:
    with pytest.raises(Failure) as refused:
        checked_reason(said)
    assert (refused.value.code, refused.value.field) == (Code.INVALID_INPUT, "reason")
    assert said not in str(refused.value)
