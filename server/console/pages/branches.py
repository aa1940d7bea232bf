"""The branches: whether they may ask, until when their certificates hold, whom they serve."""

from __future__ import annotations

import datetime as dt

from server.console.cells import Cell, Table, Tone, day, number, several
from server.console.desk import Desk, Query, View
from server.ports import BranchStatus
from server.services.administration import BranchView, list_branches, show_branch

_NOTICE = dt.timedelta(days=30)
_TONES: dict[BranchStatus, Tone] = {
    BranchStatus.ACTIVE: "good",
    BranchStatus.SUSPENDED: "careful",
    BranchStatus.REVOKED: "bad",
}


def branches(desk: Desk, query: Query) -> View:
    """Every branch in order of name."""
    del query
    office = desk.office
    now = office.clock.now()
    rows = tuple(_row(show_branch(office, each.name), now) for each in list_branches(office))
    columns = ("Branch", "Status", "Certificate ends", "Users", "Approved", "Certificate SHA-256")
    empty = "No branch has joined yet; ridgekey branch approve admits one."
    return View("table.html", "Branches", {"table": Table("In order of name", columns, rows, empty)})


def _row(view: BranchView, now: dt.datetime) -> tuple[Cell, ...]:
    branch = view.branch
    digest = branch.certificate_sha256.hex()
    return (
        Cell(branch.name, href=f"/audit?actor={branch.name}"),
        Cell(branch.status.value, "badge", _TONES[branch.status]),
        _end(branch.certificate_expires_at, now),
        several(view.users) if view.users else number(0),
        day(branch.approved_at),
        Cell(f"{digest[:16]}…", "code", exact=digest),
    )


def _end(moment: dt.datetime, now: dt.datetime) -> Cell:
    """When a certificate ends, said in words where that is soon or past."""
    said = day(moment)
    if moment <= now:
        return Cell(f"{said.text}, ended", "time", "bad", exact=said.exact)
    if moment - now < _NOTICE:
        return Cell(f"{said.text}, in {(moment - now).days} days", "time", "careful", exact=said.exact)
    return said
