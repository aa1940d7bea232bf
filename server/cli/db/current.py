"""``ridgekey db current``."""

from __future__ import annotations

from server.adapters.sql.revision import head_revision
from server.bootstrap.databases import current_revision
from server.cli.office import config_of
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey db current"


def current(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Show the database's schema revision, and the one that this release needs."""
    found = current_revision(config_of(home))
    needed = head_revision()
    show_record({"revision": found, "needed": needed, "current": found == needed}, output_format)
