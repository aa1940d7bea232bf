"""``ridgekey db upgrade``."""

from __future__ import annotations

from server.bootstrap.databases import current_revision
from server.bootstrap.schema import upgrade_database
from server.cli.office import config_of
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey db upgrade"


def upgrade(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Bring the database's schema to this release; one that is there already stays as it is."""
    config = config_of(home)
    before = current_revision(config)
    after = upgrade_database(config)
    show_record({"before": before, "revision": after, "changed": before != after}, output_format)
