"""Which head office a command line is about; apart from what opens one, which takes long to import."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Annotated

from shared.errors import Code, Failure
from shared.terminal.options import option

ServerOption = Annotated[
    str | None,
    option(
        "--server",
        help="Administer the head office that serves there, with this machine's admin certificate.",
        metavar="HOST:PORT",
    ),
]

_SERVER: ContextVar[str | None] = ContextVar("server", default=None)


def choose_server(server: str | None) -> None:
    """Say which head office this command line is about: one on another machine, or that of the home here."""
    _SERVER.set(server or None)


def chosen_server() -> str | None:
    """Where the head office of another machine serves; ``None`` for that of the home here."""
    return _SERVER.get()


def refuse_elsewhere(sentence: str) -> None:
    """Refuse ``--server`` for a command that works on this machine's home alone.

    Raises:
        Failure: ``INVALID_INPUT`` with the sentence.
    """
    if _SERVER.get() is not None:
        raise Failure(Code.INVALID_INPUT, sentence, field="server")
