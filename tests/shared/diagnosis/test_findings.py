"""Checks answer, refuse or break, and each of that is a finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shared.diagnosis.findings import Answer, Check, Level, addressed, examine, failure, gravest, sound
from shared.errors import Code, Failure


def test_a_check_that_breaks_is_a_finding() -> None:
    def breaks() -> Any:
        raise ZeroDivisionError("with a secret")

    def refuses() -> Any:
        raise Failure(Code.INTEGRITY, "It does not verify.")

    answers = examine([Check("first", breaks, "one"), Check("second", refuses, "two", ()), needing("first")])
    assert [each.finding.level for each in answers] == [Level.FAILURE, Level.FAILURE, Level.WARNING]
    assert "ZeroDivisionError at test_findings.py" in answers[0].finding.sentence
    assert "secret" not in answers[0].finding.sentence
    assert (answers[1].finding.sentence, answers[1].finding.remedy) == ("It does not verify.", "two")
    assert gravest(answers) == 7
    assert gravest(answers[:1]) == 1
    assert gravest(()) == 0


def needing(name: str) -> Check:
    """A check that must not run."""

    def look() -> Any:
        raise AssertionError("it was looked at")

    return Check("third", look, "three", (name,))


def test_answers_are_plain_values() -> None:
    (answer,) = examine([Check("one", lambda: sound("Fine."), "none")])
    assert answer == Answer("one", sound("Fine."))


def test_a_remedy_names_the_home_that_was_looked_at() -> None:
    remedies = ("ridgekey counter fence", "ridgekey init", "chmod 600 key", "")
    answers = [Answer("each", failure("It is so.", remedy)) for remedy in remedies]
    named = [each.finding.remedy for each in addressed(answers, "ridgekey", Path("/my home"))]
    assert named == ["ridgekey counter fence --home '/my home'", "ridgekey init", "chmod 600 key", ""]
