"""Lists in portions: which one an address asks for, and the addresses of those beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from server.console.desk import Query
from server.services.portions import Place, Portion
from shared.errors import Code, Failure

ROWS = 50

_BEFORE, _AFTER = "before", "after"
_LARGEST_DIGITS = 18  # within what a database takes for a number

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True)
class Order:
    """How the rows of a list follow one another.

    Attributes:
        earlier: the word for what is in front of a portion.
        later: the word for what is behind it.
        earlier_by: the parameter that names the row in front of which a portion lies.
        later_by: the parameter that names the row behind which it lies.
    """

    earlier: str
    later: str
    earlier_by: str
    later_by: str


ASCENDING = Order("Previous", "Next", _BEFORE, _AFTER)
NEWEST_FIRST = Order("Newer", "Older", _AFTER, _BEFORE)


@dataclass(frozen=True)
class Neighbours:
    """The addresses of the portions beside one; empty where there is none."""

    order: Order
    earlier_href: str
    later_href: str


def asked_place(query: Query, order: Order, parse: Callable[[str], K]) -> Place[K]:
    """The portion that an address asks for; the first when it asks for none.

    Args:
        query: the address's parameters.
        order: of the list.
        parse: reads the key of a row.

    Raises:
        Failure: ``INVALID_INPUT`` when it asks for two, or whatever ``parse`` says of a key that is none.
    """
    behind, in_front_of = query.get(order.later_by), query.get(order.earlier_by)
    if behind is not None and in_front_of is not None:
        sentence = "A page lies before a row or after one, not both; leave one of them out."
        raise Failure(Code.INVALID_INPUT, sentence, field=_BEFORE)
    return Place(
        None if behind is None else parse(behind), None if in_front_of is None else parse(in_front_of)
    )


def neighbours(
    path: str, kept: Mapping[str, str], portion: Portion[T], order: Order, key: Callable[[T], Any]
) -> Neighbours:
    """The addresses beside a portion.

    Args:
        path: of the list.
        kept: the parameters that stay: what the list is filtered by.
        portion: what is shown.
        order: of the list.
        key: what an address names a row by.
    """
    rows = portion.rows

    def href(parameter: str, place: int) -> str:
        # A portion without rows lies behind all of them: what is in front of it is sought from the beginning.
        beside = {parameter: str(key(rows[place]))} if rows else {}
        asked = urlencode({name: value for name, value in kept.items() if value} | beside)
        return f"{path}?{asked}" if asked else path

    return Neighbours(
        order,
        href(order.earlier_by, 0) if portion.has_earlier else "",
        href(order.later_by, -1) if portion.has_later else "",
    )


def parse_row_number(text: str) -> int:
    """Read the number of a row, or a user's ID, in an address.

    Raises:
        Failure: ``INVALID_INPUT`` when it is none.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= _LARGEST_DIGITS):
        sentence = "A page begins at a whole number; go back to the first page."
        raise Failure(Code.INVALID_INPUT, sentence, field=_BEFORE)
    return int(text)
