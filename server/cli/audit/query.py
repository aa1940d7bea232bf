"""The options that say which rows of the audit log a command is asked for."""

from __future__ import annotations

from typing import Annotated

from server.ports import Event
from shared.terminal.options import option

EventOption = Annotated[
    Event | None,
    option(
        "--event", help="Only rows of this event, such as RELEASED.", metavar="EVENT", case_sensitive=False
    ),
]
UserOption = Annotated[str | None, option("--user", help="Only rows about this user.", metavar="ID")]
ActorOption = Annotated[
    str | None, option("--actor", help="Only what this branch did: its name, or a whole URI.", metavar="NAME")
]
SinceOption = Annotated[int, option("--since", help="Only rows above this number.", metavar="SEQ", min=0)]
