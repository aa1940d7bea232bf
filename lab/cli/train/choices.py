"""Turns a word of the command line into one of a closed set of choices."""

from __future__ import annotations

import enum
from typing import TypeVar

from shared.errors import Code, Failure

Choice = TypeVar("Choice", bound=enum.StrEnum)


def choose(kind: type[Choice], word: str, option: str) -> Choice:
    """The member that ``word`` names.

    Raises:
        Failure: ``INVALID_INPUT`` naming the option and its choices.
    """
    try:
        return kind(word.lower())
    except ValueError:
        sentence = f"{option} is one of {', '.join(kind)}."
        raise Failure(Code.INVALID_INPUT, sentence, field=option.lstrip("-")) from None
