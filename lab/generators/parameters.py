"""Parameters of a generator: a frozen dataclass of numbers, enumerations and texts, read from texts."""

from __future__ import annotations

import dataclasses
import difflib
import enum
from collections.abc import Sequence
from typing import Any, ClassVar, Protocol, TypeVar, get_type_hints

from shared.errors import Code, Failure


class Parameters(Protocol):
    """Any dataclass whose ``__post_init__`` refuses what is out of range."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


P = TypeVar("P", bound=Parameters)


def read_parameters(kind: type[P], assignments: Sequence[str]) -> P:
    """Parameters from texts such as ``hidden=64``; what is not named keeps its default.

    Raises:
        Failure: ``INVALID_INPUT`` for a text of another form, a name that is none, with those nearest to it,
            or a value that is none or out of range.
    """
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals:
            raise _refusal(f"A parameter is written name=value, and {assignment!r} is not.")
        if name not in hints:
            raise _refusal(f"There is no parameter {name!r}; {_nearest(name, list(hints))}.")
        values[name] = _value(name, hints[name], text)
    return kind(**values)


def record_parameters(parameters: Parameters) -> dict[str, Any]:
    """Parameters as JSON holds them."""
    values = dataclasses.asdict(parameters)
    return {name: value.value if isinstance(value, enum.Enum) else value for name, value in values.items()}


def require_range(name: str, value: int, least: int, most: int) -> None:
    """Refuse a number outside a range.

    Raises:
        Failure: ``INVALID_INPUT`` then.
    """
    if not least <= value <= most:
        raise _refusal(f"{name} is {value:,}; give a number from {least:,} to {most:,}.")


def _value(name: str, kind: type, text: str) -> Any:
    if issubclass(kind, enum.Enum):
        choices = [str(one.value) for one in kind]
        if text not in choices:
            raise _refusal(f"{name} is one of {', '.join(choices)}, not {text!r}.")
        return kind(text)
    if kind is str:
        return text
    try:
        return int(text)
    except ValueError:
        raise _refusal(f"{name} is a whole number, not {text!r}.") from None


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    if near:
        return f"the nearest are {', '.join(near)}"
    return f"there are {', '.join(known)}" if known else "this generator has none"


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, sentence, field="parameters")
