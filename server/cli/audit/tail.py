"""``ridgekey audit tail``."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import islice
from typing import Annotated, NoReturn

from server.cli.audit.query import ActorOption, EventOption, SinceOption, UserOption
from server.cli.office import administering
from server.cli.views import AUDIT_COLUMNS, brief_audit_row, view_audit_row
from server.ports import AuditQuery, AuditRow
from server.services.audit import ask_audit
from server.services.verbs import Administration
from shared.errors import Failure
from shared.terminal.formats import Format
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import show_items, show_line

EXAMPLE = "ridgekey audit tail --rows 50 --event RELEASED --follow"

_POLL_SECONDS = 1.0
_AT_ONCE = 1000


def tail(
    rows: Annotated[
        int, option("--rows", help="How many rows.", metavar="N", min=1, max=2**31 - 1, show_default=True)
    ] = 20,
    follow: Annotated[bool, option("--follow", help="Go on with new rows until Ctrl-C.")] = False,
    event: EventOption = None,
    user: UserOption = None,
    actor: ActorOption = None,
    since: SinceOption = 0,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Show the newest rows of the audit log, oldest first; with --follow the coming ones too."""
    with administering(home, any_domain=True) as office:
        query = ask_audit(office.deployment(), event, user, actor, since)
        if follow:
            _follow(office, query, rows, output_format)
        items = [view_audit_row(row) for row in office.tail_audit(rows, query)]
    show_items(AUDIT_COLUMNS, items, output_format, brief_audit_row)


def _follow(office: Administration, query: AuditQuery, rows: int, output_format: Format | None) -> NoReturn:
    """One line a row until Ctrl-C, the newest that there are first."""
    found = office.tail_audit(rows, query)
    while True:
        for row in found:
            view = view_audit_row(row)
            show_line(view, AUDIT_COLUMNS, output_format, brief_audit_row(view))
        query = replace(query, after=max([query.after, *(row.seq for row in found)]))
        if len(found) < _AT_ONCE:
            time.sleep(_POLL_SECONDS)
        found = _coming(office, query)


def _coming(office: Administration, query: AuditQuery) -> tuple[AuditRow, ...]:
    try:
        with office.export_audit(query) as rows:
            return tuple(islice(rows, _AT_ONCE))
    except Failure as failure:
        if not failure.meaning.retryable:
            raise
        return ()  # the database or the head office is away for now; whoever follows waits for it
