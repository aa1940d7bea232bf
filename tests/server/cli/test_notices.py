"""What an administrator is told on standard error."""

from __future__ import annotations

import pytest

from server.cli.notices import warn_of_unlisted


@pytest.mark.parametrize(
    ("users", "people"),
    [
        pytest.param([], None, id="nobody"),
        pytest.param([4], "user 4,", id="one"),
        pytest.param([4, 9], "users 4, 9,", id="two"),
        pytest.param(range(1, 24), "18, 19, 20 and 3 more,", id="more than are named"),
    ],
)
def test_a_bounded_number_of_users_is_named(
    capsys: pytest.CaptureFixture[str], users: list[int], people: str | None
) -> None:
    warn_of_unlisted(users)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == (people is not None)
    assert people is None or people in lines[0]
