"""``ridgekey-branch forget``: what it refuses, it refuses before it asks."""

from __future__ import annotations

import pytest

from tests.command_lines import ridgekey_branch
from tests.staffed_homes import Homes


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        pytest.param(("17", "--reason", "x" * 201), 2, "one line of at most 200", id="a reason too long"),
        pytest.param(("17", "--reason", "two\nlines"), 2, "one line of at most 200", id="two lines"),
        pytest.param(("18", "--reason", "left"), 3, "no enrolment of user 18", id="a user of other branches"),
        pytest.param(("seventeen",), 2, "a whole number", id="no ID"),
        pytest.param(("17",), 2, "--yes", id="nobody to ask"),
    ],
)
def test_a_refusal_changes_nothing(
    homes: Homes, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    before = homes.everything()
    refused = ridgekey_branch("forget", *arguments, home=homes.basra)
    assert (refused.code, sentence in refused.err) == (code, True), refused.err
    assert homes.everything() == before


def test_the_reason_is_kept(homes: Homes) -> None:
    said = ridgekey_branch("forget", "17", "--reason", " moved away ", "--yes", home=homes.basra)
    assert said.data == {"user": 17, "forgotten_generations": [1]}
    assert '"reason": "moved away"' in (homes.basra / "forgotten.jsonl").read_text()
