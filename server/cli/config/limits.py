"""The limits of a head office as ``config show`` lists them: value, where it comes from, what is allowed."""

from __future__ import annotations

from typing import Any

from server.config import HeadOfficeConfig

_BOUNDS = {"ge": "from", "gt": "above", "le": "to", "lt": "below"}
"""Pydantic's marks of a bounded number, and their words, in the order in which people read them."""


def view_limits(config: HeadOfficeConfig) -> dict[str, dict[str, Any]]:
    """Every setting that is a bounded number, by name: the value in force, its source, its range."""
    return {
        name: {"value": getattr(config, name), "from": config.source_of(name), "range": bounds}
        for name, info in HeadOfficeConfig.model_fields.items()
        if (bounds := _range(info.metadata))
    }


def brief_limits(config: HeadOfficeConfig) -> dict[str, str]:
    """The same in a line each; a source is named where it is not the release."""
    return {name: _line(each) for name, each in view_limits(config).items()}


def _line(limit: dict[str, Any]) -> str:
    source = "" if limit["from"] == "the release" else f", {limit['from']}"
    return f"{_written(limit['value'])} ({limit['range']}{source})"


def _range(marks: list[Any]) -> str:
    bounds = [
        f"{word} {_written(getattr(mark, bound))}"
        for bound, word in _BOUNDS.items()
        for mark in marks
        if hasattr(mark, bound)
    ]
    return " ".join(bounds)


def _written(number: float) -> str:
    return f"{number:.12g}"
