"""The users: exit list, enrolment, and where each one's message number stands."""

from __future__ import annotations

from server.console.cells import Cell, Table, Tone, number, several, words
from server.console.desk import Desk, Query, View
from server.console.pages.paging import ASCENDING, ROWS, asked_place, neighbours, parse_row_number
from server.ports import GenerationStatus, UserStatus
from server.services.administration import CounterView, UserView, browse_users
from shared.errors import Code, Failure

_STATUS: dict[UserStatus, tuple[str, Tone]] = {
    UserStatus.ACTIVE: ("active", "good"),
    UserStatus.EXITED: ("on the exit list", "bad"),
}
_ENROLMENT_TONES: dict[GenerationStatus, Tone] = {
    GenerationStatus.PREPARED: "",
    GenerationStatus.ACTIVE: "good",
    GenerationStatus.TAINTED: "careful",
    GenerationStatus.REVOKED: "bad",
}
_COLUMNS = (
    "User",
    "Status",
    "Message number",
    "Epoch",
    "Counter",
    "Next finger",
    "Generation",
    "Enrolment",
    "Fingers",
    "Branches",
)


def users(desk: Desk, query: Query) -> View:
    """Some users in order of ID, all or those of one status."""
    chosen = _status(query.get("status", ""))
    place = asked_place(query, ASCENDING, parse_row_number)
    page = browse_users(desk.office, chosen, place, ROWS)
    totals = {None: page.active + page.exited, UserStatus.ACTIVE: page.active, UserStatus.EXITED: page.exited}
    rows = tuple(_row(user, counter) for user, counter in page.portion.rows)
    empty = "Nobody is on the exit list." if chosen is UserStatus.EXITED else "There are no such users."
    values = {
        "table": Table("In order of ID", _COLUMNS, rows, empty, totals[chosen]),
        "filters": tuple(
            (label, status.value if status else "", totals[status], status is chosen)
            for label, status in (
                ("All", None),
                ("Active", UserStatus.ACTIVE),
                ("Exit list", UserStatus.EXITED),
            )
        ),
        "beside": neighbours("/users", {"status": query.get("status", "")}, page.portion, ASCENDING, _key),
    }
    return View("users.html", "Users", values)


def _key(row: tuple[UserView, CounterView]) -> int:
    return row[0].user


def _status(text: str) -> UserStatus | None:
    if not text:
        return None
    try:
        return UserStatus(text)
    except ValueError:
        raise Failure(Code.INVALID_INPUT, "Users are active or exited.", field="status") from None


def _row(user: UserView, counter: CounterView) -> tuple[Cell, ...]:
    said, tone = _STATUS[user.status]
    if user.locked_at:
        said, tone = f"{said}, locked out at {', '.join(user.locked_at)}", "careful"
    enrolment = user.enrolment
    return (
        Cell(str(user.user), "number", href=f"/audit?user={user.user}"),
        Cell(said, "badge", tone),
        number(counter.n),
        number(counter.epoch),
        number(counter.counter),
        Cell("–" if counter.next_finger is None else words(counter.next_finger.label)),
        Cell(str(user.generation) if user.generation else "–", "number"),
        Cell("none") if enrolment is None else Cell(enrolment.value, "badge", _ENROLMENT_TONES[enrolment]),
        number(len(user.fingers)),
        several(user.branches),
    )
