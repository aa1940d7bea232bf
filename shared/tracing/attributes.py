"""What a span may say: a closed set of attributes, like the fields of a log line, and shorter.

Spans go to systems of others, as metrics do, so they name nobody: no user, branch, finger, image or message
number, which the log of this machine and the audit have. What is not on the list is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Value = int | str

ATTRIBUTES: Mapping[str, type] = {
    "attempt": int,  # which attempt of its request an exchange is
    "bytes": int,  # size of the image
    "chunks": int,  # how many it was sent in
    "error": str,  # the type of an exception that no step expected
    "outcome": str,  # how an exchange ended, as metrics count it
    "reason": str,  # the code of a failure (protocol §8)
}
"""Every attribute that a span may have, and of what type its value is."""

_WORD = re.compile(r"[A-Za-z_]{1,40}", re.ASCII)
"""Codes, outcomes and types of errors; no digits, so that no hexadecimal number passes for a word."""


def listed(attributes: Mapping[str, object]) -> dict[str, Value]:
    """Those attributes that are on the list and look as they should."""
    return {name: value for name, value in attributes.items() if _is_fit(name, value)}  # type: ignore[misc]


def _is_fit(name: str, value: object) -> bool:
    if type(value) is not ATTRIBUTES.get(name):
        return False
    return _WORD.fullmatch(value) is not None if isinstance(value, str) else True
