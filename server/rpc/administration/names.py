"""Names of the contract that come from a peer."""

from __future__ import annotations

import enum
from typing import TypeVar

from shared.errors import Code, Failure

_Name = TypeVar("_Name", bound=enum.StrEnum)


def known(names: type[_Name], value: str, field: str) -> _Name:
    """One of a closed set of names.

    Raises:
        Failure: ``MALFORMED`` for any other.
    """
    try:
        return names(value)
    except ValueError:
        raise Failure(Code.MALFORMED, field=field) from None
