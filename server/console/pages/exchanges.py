"""The exchanges: those under way, and the newest of those that have ended."""

from __future__ import annotations

from server.console.cells import Cell, Table, Tone, number, time
from server.console.desk import Desk, Query, View
from server.ports import RequestRecord, RequestState
from server.services.exchange import list_exchanges

_MOST = 100
_COLUMNS = (
    "Request",
    "State",
    "Branch",
    "User",
    "Message number",
    "Image",
    "Attempts",
    "Reserved",
    "Released",
)
_STATES: dict[RequestState, tuple[str, Tone]] = {
    RequestState.RESERVED: ("number reserved", ""),
    RequestState.RELEASED: ("released, no receipt yet", "careful"),
    RequestState.DELIVERED: ("delivered", "good"),
    RequestState.UNCONFIRMED: ("released, never confirmed", "bad"),
    RequestState.ABANDONED: ("never released", "careful"),
}


def exchanges(desk: Desk, query: Query) -> View:
    """Two tables, the newest first."""
    del query
    found = list_exchanges(desk.office, _MOST)
    empty = "No exchange is under way."
    under_way = Table("Under way", _COLUMNS, tuple(map(_row, found.under_way)), empty)
    ended = Table("Ended", _COLUMNS, tuple(map(_row, found.ended)), "No exchange has ended yet.")
    summary = f"{len(found.under_way)} exchanges under way."
    return View("exchanges.html", "Exchanges", {"tables": (under_way, ended), "most": _MOST}, summary=summary)


def _row(request: RequestRecord) -> tuple[Cell, ...]:
    said, tone = _STATES[request.state]
    return (
        Cell(request.request_id.hex()[:8], "code", exact=request.request_id.hex()),
        Cell(said, "badge", tone),
        Cell(request.branch, href=f"/audit?actor={request.branch}"),
        Cell(str(request.user), "number", href=f"/audit?user={request.user}"),
        number(request.n),
        Cell(request.image),
        number(request.attempts),
        time(request.reserved_at),
        time(request.released_at),
    )
