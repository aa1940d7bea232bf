"""``ridgekey config show``."""

from __future__ import annotations

from server.cli.notices import warn_of_unlisted
from server.cli.office import administering
from shared.protocol.verification import Mode
from shared.settings.view import brief_limits, brief_others
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey config show"


def show(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Show the settings and limits in force, where each comes from, and the models that are held."""
    with administering(home, any_domain=True) as office:
        view = office.settings()
    if resolve(output_format) is Format.JSON:
        show_record(view, output_format)
    else:
        plain = {name: value for name, value in view.items() if name not in ("settings", "limits")}
        brief = {**brief_others(view["settings"]), **brief_limits(view["limits"])}
        show_record({**plain, **brief}, output_format)
    if view["verification"] == Mode.CLOSED_SET:
        warn_of_unlisted(view["users_not_listed_by_it"])
