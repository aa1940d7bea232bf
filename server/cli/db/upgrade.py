"""``ridgekey db upgrade``."""

from __future__ import annotations

from server.bootstrap.head_office import current_revision, upgrade_database
from server.cli.office import home_of
from shared.stores.home import HomeKind, open_home
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey db upgrade"


def upgrade(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Bring the database's schema to this release; one that is there already stays as it is."""
    root = open_home(home_of(home), HomeKind.HEAD_OFFICE).root
    before = current_revision(root)
    after = upgrade_database(root)
    show_record({"before": before, "revision": after, "changed": before != after}, output_format)
