"""Lists in portions: which portion an address asks for, and the addresses of its neighbours."""

from __future__ import annotations

from dataclasses import dataclass

from server.console.desk import Query
from shared.errors import Code, Failure

ROWS = 50
_LARGEST = 100_000


@dataclass(frozen=True)
class Portion:
    """Where a page of a list stands: from 1 on."""

    number: int
    of: int

    @property
    def skip(self) -> int:
        """How many rows come before it."""
        return (self.number - 1) * ROWS


def asked_page(query: Query) -> int:
    """The number of the page that is asked for; the first when none is.

    Raises:
        Failure: ``INVALID_INPUT`` when it is no page's number.
    """
    text = query.get("page", "1")
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:7]) <= _LARGEST):
        raise Failure(Code.INVALID_INPUT, "There is no such page; go back to the first.", field="page")
    return int(text)


def portion(asked: int, total: int) -> Portion:
    """The portion of a list of ``total`` rows; the last when it has become shorter meanwhile."""
    last = max(1, -(-total // ROWS))
    return Portion(min(asked, last), last)
