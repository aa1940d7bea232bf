"""The table of failures is total and says one usable sentence for each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from grpc import StatusCode

from shared.errors import MEANINGS, Code, Failure

PROTOCOL = Path(__file__).parents[2] / "docs" / "protocol.md"


def test_every_code_has_exactly_one_meaning() -> None:
    assert set(MEANINGS) == set(Code)


@pytest.mark.parametrize("code", Code)
def test_a_meaning_is_usable_on_the_wire_and_in_a_shell(code: Code) -> None:
    meaning = MEANINGS[code]
    assert meaning.status in StatusCode.__members__
    assert 1 <= meaning.exit_code <= 7
    assert re.fullmatch(r"[A-Z][^\n]*\.", meaning.sentence)


@pytest.mark.parametrize("code", Code)
def test_only_what_may_pass_is_retryable(code: Code) -> None:
    meaning = MEANINGS[code]
    assert meaning.retryable == (meaning.exit_code == 6)


def test_a_failure_carries_its_own_sentence_or_the_tables() -> None:
    assert Failure(Code.NOT_GRANTED).sentence == MEANINGS[Code.NOT_GRANTED].sentence
    own = Failure(Code.INVALID_INPUT, "Give a number.", field="user")
    assert (own.sentence, own.field, own.exit_code) == ("Give a number.", "user", 2)


def test_the_protocol_document_shows_the_whole_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (\d) \| (.*) \|$", PROTOCOL.read_text(encoding="utf-8"), re.M)
    table = [(code.value, each.status, str(each.exit_code), each.sentence) for code, each in MEANINGS.items()]
    assert rows == table
