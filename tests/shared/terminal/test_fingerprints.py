"""A fingerprint is compared, trusted or asked for."""

from __future__ import annotations

import pytest

from shared.errors import Code, Failure
from shared.terminal.fingerprints import grouped, settle_fingerprint

SHOWN = "0123456789abcdef" * 4


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Somebody sits at the terminal."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    return monkeypatch


def settle(expected: str | None = None, *, yes: bool = False) -> None:
    """Settle the fingerprint of a file."""
    settle_fingerprint(SHOWN, expected, "the request of basra", yes=yes)


@pytest.mark.parametrize(
    "expected", [SHOWN, SHOWN.upper(), grouped(SHOWN)], ids=["same", "capitals", "groups"]
)
def test_the_right_fingerprint_settles_it(expected: str) -> None:
    settle(expected)


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        pytest.param("ff" * 32, Code.INTEGRITY, id="another"),
        pytest.param("ff", Code.INVALID_INPUT, id="none"),
        pytest.param("", Code.INVALID_INPUT, id="empty"),
    ],
)
def test_yes_does_not_overrule_a_wrong_one(expected: str, code: Code) -> None:
    with pytest.raises(Failure) as refused:
        settle(expected, yes=True)
    assert refused.value.code is code


def test_yes_trusts_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("typer.confirm", lambda *_, **__: pytest.fail("asked all the same"))
    settle(yes=True)
    assert capsys.readouterr() == ("", "")


def test_without_anybody_to_ask_it_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    with pytest.raises(Failure, match="--fingerprint, or trust with --yes") as refused:
        settle()
    assert refused.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize(("answer", "accepted"), [(True, True), (False, False)], ids=["yes", "no"])
def test_a_person_is_asked(
    person: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: bool, accepted: bool
) -> None:
    person.setattr("typer.confirm", lambda *_, **__: answer)
    if accepted:
        settle()
    else:
        with pytest.raises(Failure, match="was not accepted") as refused:
            settle()
        assert refused.value.code is Code.PERMISSION_DENIED
    shown = capsys.readouterr().err.splitlines()
    assert shown == ["Fingerprint of the request of basra:", f"  {grouped(SHOWN)}"]
