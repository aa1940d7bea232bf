"""Makes matplotlib's SVG part of a page: no style attribute, colours that follow the page, names of its own.

The page's policy lets no style attribute through, so that each is taken apart into presentation attributes.
Colours that matplotlib was given as :data:`INK` and :data:`RULE` become those of the page.
"""

from __future__ import annotations

import re
from html import escape

from lab.report.markup import Markup

INK, RULE = "#010203", "#040506"
"""Stand for the colour of the page's text and of its lines; no data has them."""

_FOLLOWING = {INK: "currentColor", RULE: "var(--rule)"}
_PLACES = 2
"""Behind the point of a coordinate: a hundredth of a typographic point cannot be seen."""

_STYLE = re.compile(r' style="([^"]*)"')
_IDENTITY = re.compile(r' id="([^"]*)"')
_REFERENCE = re.compile(r'#([\w.-]+)(?=["\)])')
_COORDINATES = re.compile(r' (?:d|x|y|width|height)="[^"]*"')
_LONG_NUMBER = re.compile(rf"(\.\d{{{_PLACES}}})\d+")
_IMAGE = re.compile(r"data:image/png;base64,[^\"]*")
_OWN_STYLE = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')

_LEFT_TO_THE_PAGE = frozenset({"font-family", "mix-blend-mode"})


def themed(svg: str, name: str, alt: str) -> Markup:
    """An ``svg`` element for a page.

    Args:
        svg: a whole file by matplotlib.
        name: stands before its identifiers.
        alt: what is to be seen in it.
    """
    view = _VIEW.search(svg)
    if view is None:
        raise ValueError("matplotlib wrote no viewBox")
    body = svg[svg.index(">", view.end()) + 1 : svg.rindex("</svg>")]
    body = _IMAGE.sub(lambda image: "".join(image.group().split()), _OWN_STYLE.sub("", body))
    body = _STYLE.sub(lambda style: _attributes(style.group(1)), body)
    body = _COORDINATES.sub(_shortened, body)
    body = re.sub(r">\s+<", "><", body.replace("xlink:href", "href")).strip()
    return Markup(_root(view, name, alt) + _renamed(body, name) + "</svg>")


def _root(view: re.Match[str], name: str, alt: str) -> str:
    width, height = view.groups()
    return (
        f'<svg class="chart" viewBox="0 0 {width} {height}" width="{_pixels(width)}" '
        f'height="{_pixels(height)}" role="img" aria-labelledby="{name}-alt">'
        f'<title id="{name}-alt">{escape(alt, quote=False)}</title>'
    )


def _pixels(points: str) -> str:
    """Of a length in points, of which 72 are an inch and 96 pixels."""
    return f"{float(points) * 96 / 72:.0f}"


def _shortened(coordinates: re.Match[str]) -> str:
    """Coordinates on one line, with as many places as can be seen."""
    return " " + _LONG_NUMBER.sub(r"\1", " ".join(coordinates.group().split()))


def _attributes(style: str) -> str:
    """The declarations of a style as attributes, as far as the page does not decide them."""
    declared = dict(part.split(":", 1) for part in style.split(";") if ":" in part)
    named = {key.strip(): value.strip() for key, value in declared.items()}
    return "".join(
        f' {key}="{_FOLLOWING.get(value, value)}"'
        for key, value in named.items()
        if key not in _LEFT_TO_THE_PAGE
    )


def _renamed(body: str, name: str) -> str:
    """Identifiers that something refers to, with the picture's name before them; no others."""
    used = set(_REFERENCE.findall(body))
    kept = _IDENTITY.sub(
        lambda found: f' id="{name}-{found.group(1)}"' if found.group(1) in used else "", body
    )
    return re.sub(r'(href="#|url\(#)', rf"\1{name}-", kept)
