"""HTML by its elements: whatever is not markup already is escaped, so that no name or path can become any."""

from __future__ import annotations

import re
from html import escape

_VOID = frozenset({"meta", "img", "br"})
_CODE = re.compile(r"`([^`\n]+)`")


class Markup(str):
    """HTML that was built by :func:`element` or drawn here; any other text is escaped."""

    __slots__ = ()


Child = Markup | str | None


def element(tag: str, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """One element.

    Args:
        tag: its name.
        children: what stands in it, in order; None is left out.
        attributes: ``class_`` is ``class`` and ``aria_label`` is ``aria-label``; one that is None or False is
            left out, one that is True has no value.
    """
    named = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _VOID:
        return Markup(f"<{tag}{named}>")
    return Markup(f"<{tag}{named}>{joined(*children)}</{tag}>")


def joined(*children: Child) -> Markup:
    """Text and elements one after the other."""
    return Markup("".join(_safe(child) for child in children if child is not None))


def prose(text: str) -> Markup:
    """A sentence in which what stands between backticks is code."""
    parts = _CODE.split(text)
    return joined(*(element("code", part) if place % 2 else part for place, part in enumerate(parts)))


def _safe(child: Markup | str) -> str:
    return child if isinstance(child, Markup) else escape(child, quote=False)


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    spelled = name.rstrip("_").replace("_", "-")
    return f" {spelled}" if value is True else f' {spelled}="{escape(str(value))}"'
