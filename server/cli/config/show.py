"""``ridgekey config show``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from server.bootstrap.databases import require_head
from server.bootstrap.settings_view import view_settings_alone
from server.cli.choosing import chosen_server
from server.cli.notices import warn_of_unlisted
from server.cli.office import administering, config_of
from shared.errors import Failure
from shared.protocol.verification import Mode
from shared.settings.view import brief_limits, brief_others
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey config show"


def show(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Show the settings and limits in force, where each comes from, and the models that are held.

    Where the database cannot be used, what only it knows is left open.
    """
    view = _without_the_database(home)
    if view is None:
        with administering(home, any_domain=True) as office:
            view = office.settings()
    if resolve(output_format) is Format.JSON:
        show_record(view, output_format)
    else:
        plain = {name: value for name, value in view.items() if name not in ("settings", "limits")}
        brief = {**brief_others(view["settings"]), **brief_limits(view["limits"])}
        show_record({**plain, **brief}, output_format)
    if view["verification"] == Mode.CLOSED_SET:
        warn_of_unlisted(view["users_not_listed_by_it"] or ())


def _without_the_database(home: Path | None) -> dict[str, Any] | None:
    """The settings when the database is what is wrong: whoever mends its URL has to see it."""
    if chosen_server() is not None:
        return None
    config = config_of(home)
    try:
        require_head(config)
    except Failure as failure:
        note(f"{failure.sentence} What only the database knows is left open.")
        return view_settings_alone(config)
    return None
