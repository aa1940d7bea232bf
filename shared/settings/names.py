"""The name that somebody who made a slip most likely meant."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

_LIKENESS = 0.8


def nearest(name: str, known: Collection[str]) -> str | None:
    """The known name that is most like ``name``; ``None`` when none is."""
    return next(iter(get_close_matches(name, sorted(known), 1, _LIKENESS)), None)
