"""``ridgekey-branch config show``."""

from __future__ import annotations

from branch_client.cli.arguments import home_of
from branch_client.config import load_config
from shared.settings import settings_file
from shared.settings.view import brief_limits, brief_others, view_limits, view_others
from shared.stores.home import HomeKind, open_home
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey-branch config show"


def show(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Show the settings in force and where each comes from."""
    opened = open_home(home_of(home), HomeKind.BRANCH)
    config, file = load_config(opened.root), settings_file(opened.root)
    view = {
        "home": str(opened.root),
        "config_file": None if file is None else str(file),
        "master_key_from": opened.key_source.name,
        "decided_by_the_environment": sorted(config.outranking.values()),
    }
    if resolve(output_format) is Format.JSON:
        more = {"settings": view_others(config, ()), "limits": view_limits(config)}
        show_record({**view, **more}, output_format)
    else:
        show_record({**view, **brief_others(config, ()), **brief_limits(config)}, output_format)
