"""Reads what a person chooses of a set: ``1-3,17``, ``left_thumb,right_index``, ``enrolled,altered``."""

from __future__ import annotations

import re

from lab.datasets.print_set import View
from shared.errors import Code, Failure
from shared.identifiers import Finger

ALL = "all"

_PEOPLE_MAX = 10_000

_SPAN = re.compile(r"(?P<first>[0-9]{1,9})(?:-(?P<last>[0-9]{1,9}))?", re.ASCII)


def parse_subjects(text: str) -> list[int]:
    """Numbers of people, such as ``1-3,17``.

    Raises:
        Failure: ``INVALID_INPUT`` when it is written otherwise.
    """
    subjects: set[int] = set()
    for part in text.split(","):
        match = _SPAN.fullmatch(part.strip())
        first = int(match["first"]) if match else 0
        last = int(match["last"] or first) if match else -1
        if not first <= last < first + _PEOPLE_MAX:
            raise Failure(Code.INVALID_INPUT, f"'{text}' are no people; write --subjects like 1-3,17.")
        subjects |= set(range(first, last + 1))
    return sorted(subjects)


def parse_fingers(text: str) -> list[int]:
    """Numbers of fingers from their names, or of all.

    Raises:
        Failure: ``INVALID_INPUT`` when a name is no finger's.
    """
    return _named(text, {finger.label: int(finger) for finger in Finger}, "finger")


def parse_views(text: str) -> list[int]:
    """Views from their names, or all.

    Raises:
        Failure: ``INVALID_INPUT`` when a name is no view's.
    """
    return _named(text, {view.name.lower(): int(view) for view in View}, "view")


def _named(text: str, known: dict[str, int], what: str) -> list[int]:
    if text == ALL:
        return list(known.values())
    names = [part.strip().lower() for part in text.split(",")]
    strange = [name for name in names if name not in known]
    if strange:
        sentence = f"'{strange[0]}' is no {what}; choose of {', '.join(known)}, or say all."
        raise Failure(Code.INVALID_INPUT, sentence)
    return [known[name] for name in names]
