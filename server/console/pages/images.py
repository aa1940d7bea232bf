"""The images: how large, and to whom they are released. What they show never leaves the vault this way."""

from __future__ import annotations

from server.console.cells import Cell, Table, size, time
from server.console.desk import Desk, Query, View
from server.console.pages.paging import ROWS, asked_page, portion
from server.ports import ImageRecord, Release
from server.services.administration import list_images

_NAMED = 6


def images(desk: Desk, query: Query) -> View:
    """Some images in order of ID."""
    asked = asked_page(query)
    held = list_images(desk.office)
    shown = portion(asked, len(held))
    rows = tuple(_row(each) for each in held[shown.skip : shown.skip + ROWS])
    empty = "No image is stored yet; ridgekey image put stores one."
    columns = ("Image", "Size", "Media type", "Released to", "Stored")
    values = {
        "table": Table("In order of ID", columns, rows, empty, len(held)),
        "path": "/images",
        "portion": shown,
    }
    return View("table.html", "Images", values)


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
