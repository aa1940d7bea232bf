"""``ridgekey status``."""

from __future__ import annotations

from server.cli.office import administering
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey status"


def status(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Say whether the head office is serving, and what it holds. Exit code 6 when it is not serving."""
    with administering(home) as office:
        serving = office.status()
    standing = serving.standing
    record = {
        "serving": True,
        "address": serving.address,
        "home": serving.home,
        "branches": standing.branches,
        "users": standing.users,
        "images": standing.images,
        "audit_rows": standing.audit_rows,
        "schema_revision": standing.schema_revision,
    }
    show_record(record, output_format)
