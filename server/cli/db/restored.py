"""``ridgekey db restored``."""

from __future__ import annotations

from server.cli.office import administrator, opened
from server.services.administration import note_restore, show_fence
from shared.errors import Code, Failure
from shared.terminal.options import FormatOption, HomeOption, ReasonOption
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey db restored --reason 'failed over to the standby, which lagged'"


def restored(reason: ReasonOption = "", home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Say that the database was restored by its own tools. Exchanges stop until `ridgekey counter fence`."""
    if not reason.strip():
        raise Failure(Code.INVALID_INPUT, "Say why: --reason TEXT goes into the audit.", field="reason")
    with opened(home) as office:
        note_restore(office, administrator(office, reason))
        known = show_fence(office)
    show_record({"required": known.required, "highest": known.highest}, output_format)
    note("No exchange until `ridgekey counter fence --to N --reason …`; without --to it shows what is known.")
