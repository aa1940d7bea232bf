"""A check is one question with one answer: how bad it is, a sentence, and a command that puts it right.

Checks only look. What one of them raises is a finding too, so that one broken part does not hide the others.
"""

from __future__ import annotations

import enum
import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shared.errors import LOCAL, OK, Failure


class Level(enum.StrEnum):
    """How bad a finding is; only a failure changes the exit code."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Attributes:
        level: how bad it is.
        sentence: what is so, for people; never a secret.
        remedy: a command to type, empty when nothing is to be done.
        exit_code: of a failure, what a command that ends with it returns.
    """

    level: Level
    sentence: str
    remedy: str = ""
    exit_code: int = OK


@dataclass(frozen=True)
class Check:
    """One question.

    Attributes:
        name: what is looked at, such as ``disk space``.
        look: answers; a ``Failure`` that it raises is its answer as well.
        remedy: the command for a ``Failure``, and for a check that breaks.
        needs: checks without whose success this one cannot be made.
    """

    name: str
    look: Callable[[], Finding]
    remedy: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A check's name and what it found."""

    check: str
    finding: Finding


def sound(sentence: str) -> Finding:
    """Nothing is to be done."""
    return Finding(Level.OK, sentence)


def warning(sentence: str, remedy: str) -> Finding:
    """It works, and somebody should see to it."""
    return Finding(Level.WARNING, sentence, remedy)


def failure(sentence: str, remedy: str, exit_code: int = LOCAL) -> Finding:
    """It does not work, or cannot be trusted."""
    return Finding(Level.FAILURE, sentence, remedy, exit_code)


def examine(checks: Iterable[Check]) -> tuple[Answer, ...]:
    """Make every check, in order; one whose needs failed is named and not made."""
    answers: list[Answer] = []
    missing: set[str] = set()
    for check in checks:
        lacking = [name for name in check.needs if name in missing]
        finding = _not_made(lacking[0]) if lacking else _answer(check)
        if lacking or finding.level is Level.FAILURE:
            missing.add(check.name)
        answers.append(Answer(check.name, finding))
    return tuple(answers)


def addressed(answers: Sequence[Answer], program: str, home: Path) -> tuple[Answer, ...]:
    """The same answers; remedies that are commands of ``program`` on its home name that home."""

    def named(finding: Finding) -> Finding:
        words = finding.remedy.split()[:2]
        if words[:1] != [program] or words == [program, "init"]:
            return finding
        return replace(finding, remedy=f"{finding.remedy} --home {shlex.quote(str(home))}")

    return tuple(Answer(each.check, named(each.finding)) for each in answers)


def gravest(answers: Sequence[Answer]) -> int:
    """The exit code of the gravest failure; 0 when there is none. They are numbered by gravity."""
    codes = (each.finding.exit_code for each in answers if each.finding.level is Level.FAILURE)
    return max(codes, default=OK)


def _not_made(needed: str) -> Finding:
    """Its remedy is that of the check which it needs."""
    return warning(f"Not looked at: the {needed} comes first.", "")


def _answer(check: Check) -> Finding:
    try:
        return check.look()
    except Failure as error:
        return failure(error.sentence, check.remedy, error.exit_code)
    except Exception as error:
        # Its text may hold anything; the type and the place are enough to find it.
        return failure(f"The check itself broke, with {_place(error)}; please report it.", check.remedy)


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{where}"
