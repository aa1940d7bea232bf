"""The exchanges: those under way, and those that have ended."""

from __future__ import annotations

import re

from server.console.cells import Cell, Table, Tone, number, time
from server.console.desk import Desk, Query, View
from server.console.pages.paging import NEWEST_FIRST, ROWS, Neighbours, asked_place, neighbours
from server.ports import Office, RequestRecord, RequestState
from server.services.exchange import browse_exchanges
from server.services.portions import Place
from shared.errors import Code, Failure

_UNDER_WAY, _ENDED = "under-way", "ended"
_LISTS = {
    _UNDER_WAY: ("Under way", "No exchange is under way."),
    _ENDED: ("Ended", "No exchange has ended yet."),
}
_FILTERS = (
    ("Both", "", None),
    ("Under way", f"?list={_UNDER_WAY}", _UNDER_WAY),
    ("Ended", f"?list={_ENDED}", _ENDED),
)
_REQUEST_ID = re.compile(r"[0-9a-f]{32}")
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
    """Two lists, the newest first: the beginnings of both, or any portion of one."""
    chosen = _list(query.get("list", ""))
    place = asked_place(query, NEWEST_FIRST, _parse_request_id)
    if chosen is None and place != Place():
        sentence = f"Say of which list, by list={_ENDED} or list={_UNDER_WAY}."
        raise Failure(Code.INVALID_INPUT, sentence, field="list")
    refresh = query.get("refresh", "")
    lists = tuple(_portion(desk.office, each, place, refresh) for each in _LISTS if chosen in (None, each))
    filters = ((label, f"/exchanges{asked}", chosen == each) for label, asked, each in _FILTERS)
    summary = "" if chosen == _ENDED else _summary(*lists[0])
    return View("exchanges.html", "Exchanges", {"lists": lists, "filters": tuple(filters)}, summary=summary)


def _summary(under_way: Table, beside: Neighbours) -> str:
    return f"{under_way.shown}{'+' if beside.later_href else ''} exchanges under way."


def _list(text: str) -> str | None:
    if text and text not in _LISTS:
        raise Failure(Code.INVALID_INPUT, "Exchanges are under-way or ended.", field="list")
    return text or None


def _parse_request_id(text: str) -> bytes:
    if not _REQUEST_ID.fullmatch(text):
        raise Failure(Code.INVALID_INPUT, "There is no such exchange; go back to the newest.", field="before")
    return bytes.fromhex(text)


def _portion(office: Office, which: str, place: Place[bytes], refresh: str) -> tuple[Table, Neighbours]:
    portion = browse_exchanges(office, place, ROWS, under_way=which == _UNDER_WAY)
    kept = {"list": which, "refresh": refresh}
    caption, empty = _LISTS[which]
    if portion.has_earlier:
        caption, empty = f"{caption}, older", "There are no older ones."
    table = Table(caption, _COLUMNS, tuple(map(_row, portion.rows)), empty)
    return table, neighbours("/exchanges", kept, portion, NEWEST_FIRST, _key)


def _key(request: RequestRecord) -> str:
    return request.request_id.hex()


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
