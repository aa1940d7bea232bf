"""The images: how large, and to whom they are released. What they show never leaves the vault this way."""

from __future__ import annotations

from server.console.cells import Cell, Table, size, time
from server.console.desk import Desk, Query, View
from server.console.pages.paging import ASCENDING, ROWS, asked_place, neighbours
from server.ports import ImageRecord, Release
from server.services.administration import list_images
from server.services.portions import portion_of
from shared.identifiers import parse_image_id

_NAMED = 6


def images(desk: Desk, query: Query) -> View:
    """Some images in order of ID."""
    place = asked_place(query, ASCENDING, parse_image_id)
    held = list_images(desk.office)
    shown = portion_of(held, _key, place, ROWS)
    rows = tuple(map(_row, shown.rows))
    empty = "No image is stored yet; ridgekey image put stores one."
    columns = ("Image", "Size", "Media type", "Released to", "Stored")
    values = {
        "table": Table("In order of ID", columns, rows, empty, len(held)),
        "beside": neighbours("/images", {}, shown, ASCENDING, _key),
    }
    return View("table.html", "Images", values)


def _key(image: ImageRecord) -> str:
    return image.image


def _row(image: ImageRecord) -> tuple[Cell, ...]:
    return (
        Cell(image.image),
        size(image.size),
        Cell(image.media_type),
        _released(image.release),
        time(image.stored_at),
    )


def _released(release: Release) -> Cell:
    """To whom, in words; to nobody is a state that somebody should see."""
    if release.everyone:
        return Cell("everyone", "badge", "careful")
    parts = []
    for kind, names in (("user", release.users), ("branch", release.branches)):
        if names:
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            parts.append(f"{kind} {', '.join(map(str, names[:_NAMED]))}{more}")
    return Cell("; ".join(parts)) if parts else Cell("nobody", "badge")
