"""``ridgekey counter show``."""

from __future__ import annotations

from server.cli.office import administering
from server.cli.user.arguments import UserArgument
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey counter show 17"


def show(user: UserArgument, home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Show where a user's message number stands, and which finger comes next."""
    with administering(home) as office:
        view = office.show_counter(office.deployment().id_range.parse(user))
    record = {
        "user": view.user,
        "n": view.n,
        "epoch": view.epoch,
        "counter": view.counter,
        "next_finger": None if view.next_finger is None else view.next_finger.label,
    }
    show_record(record, output_format)
