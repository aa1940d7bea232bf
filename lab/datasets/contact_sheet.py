"""A contact sheet: one row a finger, one column a view, so that a data set can be looked at."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

from lab.datasets.print_set import SIDE, Alteration, PrintSet, Severity, View
from shared.errors import Code, Failure
from shared.identifiers import Finger

FINGERS_MAX = 200
"""Rows that a sheet may have; it is then 20,000 pixels high."""

_GAP = 6
_LEFT = 130
_TOP = 34
_FOOT = 26
_TEXT_SIZE = 12

_PAPER, _EMPTY, _INK = 255, 238, 40

Column = tuple[View, Severity, Alteration, int]
"""What a column shows; the last is the number of the impression, for repeated prints."""

Row = tuple[int, int]
"""Subject and finger."""


def draw_sheet(prints: PrintSet) -> Image.Image:
    """Draw every print of a set under what it is and beside whose it is.

    Args:
        prints: at least one, of no more than ``FINGERS_MAX`` fingers.

    Returns:
        A grey picture; a place is left empty where a finger has no such view.

    Raises:
        Failure: ``INVALID_INPUT`` when there is none, or too many.
    """
    cells = _cells(prints)
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    if not rows:
        raise _refusal("There is no such print in the set; choose others.")
    if len(rows) > FINGERS_MAX:
        raise _refusal(f"A sheet has at most {FINGERS_MAX} fingers, not {len(rows):,}; choose fewer people.")
    step = SIDE + _GAP
    sheet = Image.new("L", (_LEFT + len(columns) * step, _TOP + len(rows) * step + _FOOT), _PAPER)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(_TEXT_SIZE)
    for place, column in enumerate(columns):
        draw.text((_LEFT + place * step, _GAP), _column_caption(column), _INK, font)
    for line, row in enumerate(rows):
        top = _TOP + line * step
        draw.text((_GAP, top + SIDE // 2 - _TEXT_SIZE), _row_caption(row), _INK, font)
        for place, column in enumerate(columns):
            _fill(sheet, (_LEFT + place * step, top), prints, cells.get((row, column)))
    draw.text((_GAP, sheet.height - _FOOT + _GAP), _foot(prints), _INK, font)
    return sheet


def _cells(prints: PrintSet) -> dict[tuple[Row, Column], int]:
    """The place in the set of what each cell shows."""
    cells: dict[tuple[Row, Column], int] = {}
    columns = zip(
        prints.subjects.tolist(),
        prints.fingers.tolist(),
        prints.views.tolist(),
        prints.severities.tolist(),
        prints.alterations.tolist(),
        strict=True,
    )
    for place, (subject, finger, view, severity, alteration) in enumerate(columns):
        number = 1 if view == View.REPEATED else 0
        while ((subject, finger), (view, severity, alteration, number)) in cells:
            number += 1
        cells[(subject, finger), (view, severity, alteration, number)] = place
    return cells


def _fill(sheet: Image.Image, corner: tuple[int, int], prints: PrintSet, place: int | None) -> None:
    if place is None:
        sheet.paste(_EMPTY, (*corner, corner[0] + SIDE, corner[1] + SIDE))
    else:
        sheet.paste(Image.fromarray(prints.pixels[place]), corner)


def _column_caption(column: Column) -> str:
    view, severity, alteration, number = column
    if view == View.ALTERED:
        kind = {Alteration.OBL: "Obl", Alteration.CR: "CR", Alteration.ZCUT: "Zcut"}[Alteration(alteration)]
        return f"{kind} {Severity(severity).name.lower()}"
    return f"impression {number + 1}" if view == View.REPEATED else "enrolled"


def _row_caption(row: Row) -> str:
    subject, finger = row
    return f"{subject}\n{Finger(finger).label.replace('_', ' ')}"


def _foot(prints: PrintSet) -> str:
    terms = "may be passed on" if prints.redistributable else "not to be passed on"
    return f"{len(prints):,} prints, {prints.origin}; {terms}"


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, sentence)
