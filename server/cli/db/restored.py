"""``ridgekey db restored``."""

from __future__ import annotations

from server.cli.office import administrator, opened
from server.services.administration import note_restore
from shared.errors import Code, Failure
from shared.terminal.options import HomeOption, ReasonOption
from shared.terminal.output import note

EXAMPLE = "ridgekey db restored --reason 'failed over to the standby, which lagged'"


def restored(reason: ReasonOption = "", home: HomeOption = None) -> None:
    """Say that the database was restored by its own tools. Exchanges stop until `ridgekey counter fence`."""
    if not reason.strip():
        raise Failure(Code.INVALID_INPUT, "Say why: --reason TEXT goes into the audit.", field="reason")
    with opened(home) as office:
        note_restore(office, administrator(office, reason))
    note("No exchange until `ridgekey counter fence --to N --reason …`; without --to it shows what is known.")
