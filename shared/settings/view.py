"""The settings in force as ``config show`` lists them: value, where it comes from, what is allowed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from shared.settings.model import KEY_SOURCES, Settings

_BOUNDS = {"ge": "from", "gt": "above", "le": "to", "lt": "below"}
"""Pydantic's marks of a bounded number, and their words, in the order in which people read them."""


def view_limits(config: Settings) -> dict[str, dict[str, Any]]:
    """Every setting that is a bounded number, by name: the value in force, its source, its range."""
    return {
        name: {"value": getattr(config, name), "from": config.source_of(name), "range": bounds}
        for name, info in type(config).model_fields.items()
        if (bounds := _range(info.metadata))
    }


def brief_limits(config: Settings) -> dict[str, str]:
    """The same in a line each; a source is named where it is not the release."""
    return {name: _line(each) for name, each in view_limits(config).items()}


def view_others(config: Settings, shown: Collection[str]) -> dict[str, dict[str, Any]]:
    """Every further setting beside those that are shown already: the value in force and its source."""
    left = set(type(config).model_fields) - set(view_limits(config)) - set(shown) - {"home"}
    return {
        name: {"value": _plain(getattr(config, name)), "from": config.source_of(name)}
        for name in type(config).model_fields
        if name in left
    }


def brief_others(config: Settings, shown: Collection[str]) -> dict[str, str]:
    """The same in a line each; the source of the master key has a line of its own."""
    return {
        name: f"{_words(each['value'])}{_origin(each['from'])}"
        for name, each in view_others(config, {*shown, *KEY_SOURCES}).items()
    }


def _plain(value: Any) -> Any:
    """A value for people and JSON; a secret is never one."""
    if isinstance(value, SecretStr):
        return "given, and not shown"
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, str | int | float | bool) else _text(value)


def _text(value: Any) -> str:
    return str(value) if isinstance(value, Path) else f"{value.first}-{value.last}"


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def _origin(source: str) -> str:
    return "" if source == "the release" else f" ({source})"


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
