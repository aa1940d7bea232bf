"""Read a long list in portions that follow one another by key: none of them counts what is in front of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True)
class Place(Generic[K]):
    """Where in a list a portion lies: behind a key, in front of one, or at the beginning without either."""

    behind: K | None = None
    in_front_of: K | None = None


@dataclass(frozen=True)
class Portion(Generic[T]):
    """Some of a list's rows, in its order.

    Attributes:
        rows: the rows.
        has_earlier: whether the list may have rows in front of them.
        has_later: whether it may have rows behind them.
    """

    rows: tuple[T, ...]
    has_earlier: bool
    has_later: bool


def read_portion(
    place: Place[K],
    count: int,
    onwards: Callable[[K | None, int], Sequence[T]],
    backwards: Callable[[K, int], Sequence[T]],
) -> Portion[T]:
    """Read one portion of a list.

    In front of a key, the rows next to it are meant; where they are too few, the first portion is read.

    Args:
        place: which portion.
        count: how many rows it has at most.
        onwards: reads so many rows behind a key, or from the beginning, in the order of the list.
        backwards: reads so many rows in front of a key, the nearest first.
    """
    behind = place.behind
    if place.in_front_of is not None:
        found = backwards(place.in_front_of, count + 1)
        if len(found) > count:
            return Portion(tuple(reversed(found[:count])), has_earlier=True, has_later=True)
        behind = None
    found = onwards(behind, count + 1)
    return Portion(tuple(found[:count]), has_earlier=behind is not None, has_later=len(found) > count)


def portion_of(rows: Sequence[T], key: Callable[[T], Any], place: Place[Any], count: int) -> Portion[T]:
    """One portion of a list that is at hand.

    Args:
        rows: the whole list, in ascending order of ``key``.
        key: what a row is found by.
        place: which portion.
        count: how many rows it has at most.
    """

    def onwards(behind: Any, most: int) -> Sequence[T]:
        start = 0 if behind is None else bisect_right(rows, behind, key=key)
        return rows[start : start + most]

    def backwards(in_front_of: Any, most: int) -> Sequence[T]:
        end = bisect_left(rows, in_front_of, key=key)
        return rows[max(0, end - most) : end][::-1]

    return read_portion(place, count, onwards, backwards)
