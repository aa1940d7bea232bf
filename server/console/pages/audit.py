"""The audit log: its rows, its signature, and whether it holds when it is recomputed."""

from __future__ import annotations

from server.bootstrap.signing import seen_checkpoint
from server.console.cells import Cell, Table, Tile, Tone, identifier, number, size, time, who, words
from server.console.desk import Desk, Query, View
from server.console.pages.paging import NEWEST_FIRST, asked_place, neighbours, parse_row_number
from server.ports import AuditRow, Event, Office
from server.services.audit import ask_audit, browse_audit, head_stands, measure_log
from server.services.portions import Place, Portion
from shared.errors import Code, Failure

_ROWS = (25, 50, 100, 200)
_COLUMNS = ("Row", "Time", "Event", "Who", "User", "Message number", "Finger", "Image", "Size", "Reason")
_GRAVE = (
    Event.PROOF_REFUSED,
    Event.RECEIPT_REFUSED,
    Event.REFUSED,
    Event.REPEATED,
    Event.UNCONFIRMED,
    Event.DISCARDED,
)


def audit(desk: Desk, query: Query) -> View:
    """Rows that the form asks for, newest first."""
    asked = {name: query.get(name, "").strip() for name in ("event", "user", "actor", "rows")}
    found = Portion[AuditRow]((), has_earlier=False, has_later=False)
    problem = ""
    try:
        found = _portion(desk.office, asked, asked_place(query, NEWEST_FIRST, parse_row_number))
    except Failure as failure:
        if failure.code not in (Code.INVALID_INPUT, Code.ID_OUT_OF_RANGE):
            raise
        problem = failure.sentence
    kept = {**asked, "refresh": query.get("refresh", "")}
    values = {
        "table": Table(
            "Older rows" if found.has_earlier else "Newest rows",
            _COLUMNS,
            tuple(map(_row, found.rows)),
            "No row answers to this.",
        ),
        "beside": neighbours("/audit", kept, found, NEWEST_FIRST, lambda row: row.seq),
        "tiles": _tiles(desk),
        "asked": asked,
        "problem": problem,
        "events": tuple(event.value for event in Event),
        "row_counts": _ROWS,
    }
    return View("audit.html", "Audit", values, 400 if problem else 200)


def verify(desk: Desk, query: Query) -> View:
    """The log recomputed from its first row on."""
    del query
    found = desk.verdict.get()
    return View("verify.html", "Audit verified", {"verdict": found.value, "at": time(found.at)})


def _portion(office: Office, asked: Query, place: Place[int]) -> Portion[AuditRow]:
    count = asked["rows"] or str(_ROWS[1])
    if count not in map(str, _ROWS):
        raise Failure(Code.INVALID_INPUT, f"Rows are {', '.join(map(str, _ROWS))}.", field="rows")
    try:
        event = Event(asked["event"]) if asked["event"] else None
    except ValueError:
        raise Failure(Code.INVALID_INPUT, "There is no such event.", field="event") from None
    query = ask_audit(office.config, event, asked["user"] or None, asked["actor"] or None)
    return browse_audit(office, query, place, int(count))


def _tiles(desk: Desk) -> tuple[Tile, ...]:
    return (_chain(desk), _checkpoint(desk), _witness(desk), _verdict(desk))


def _chain(desk: Desk) -> Tile:
    rows = measure_log(desk.office).rows
    if head_stands(desk.office.database):
        return Tile("Chain", f"{rows:,} rows", "It ends where its head says.", "good")
    return Tile("Chain", "Broken", "It does not end where its head says: ridgekey audit verify.", "bad")


def _checkpoint(desk: Desk) -> Tile:
    with desk.office.database.read() as transaction:
        newest = transaction.tree.newest()
        rows, _ = transaction.audit.head()
    if newest is None:
        return Tile("Checkpoint", "None yet", "A server signs the log as it runs.", "careful")
    if not newest.is_signed_by(desk.office.log_key.public()):
        return Tile(
            "Checkpoint", "Not ours", "It is not signed by the log key: ridgekey audit verify.", "bad"
        )
    waiting = rows - newest.size
    if waiting < 0:
        said = f"It signs more rows than the {rows:,} that there are: ridgekey audit verify."
        return Tile("Checkpoint", f"Row {newest.size:,}", said, "bad")
    said = "Every row is signed." if not waiting else f"Newer rows that wait for the next: {waiting:,}."
    return Tile("Checkpoint", f"Row {newest.size:,}", said, "good")


def _witness(desk: Desk) -> Tile:
    seen = seen_checkpoint(desk.office.config.home)
    if not seen.size:
        return Tile("Witness", "None yet", "No server of this home has signed a checkpoint.")
    answers = desk.examination.last()
    found = [each.finding for each in answers.value if each.check == "witness"] if answers else []
    tone: Tone = "" if not found else "good" if found[0].level.value == "ok" else "bad"
    said = found[0].sentence if found else "Health compares the log with it."
    return Tile("Witness", f"Row {seen.size:,}", said, tone, "/health")


def _verdict(desk: Desk) -> Tile:
    last = desk.verdict.last()
    if last is None:
        return Tile("Recomputed", "Not yet", "Recompute the log from its first row.", href="/audit/verify")
    said = f"As of {last.at:%H:%M:%S} UTC; recompute."
    if last.value.ok:
        return Tile("Recomputed", "It holds", said, "good", "/audit/verify")
    return Tile("Recomputed", f"Bad from row {last.value.first_bad}", said, "bad", "/audit/verify")


def _row(row: AuditRow) -> tuple[Cell, ...]:
    entry = row.entry
    reason = entry.reason or ""
    if entry.event is Event.REPEATED:
        reason = f"{reason}, {entry.count} times"
    return (
        Cell(str(row.seq), "number", exact=f"leaf {row.leaf_hash.hex()}"),
        time(row.time),
        Cell(words(entry.event.value), "badge", "careful" if entry.event in _GRAVE else ""),
        who(entry.actor),
        identifier(entry.user),
        number(entry.n),
        Cell("–" if entry.finger is None else words(entry.finger.label)),
        Cell(entry.image or "–"),
        size(entry.size),
        Cell(reason or "–"),
    )
