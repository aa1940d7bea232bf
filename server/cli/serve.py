"""``ridgekey serve``."""

from __future__ import annotations

import asyncio
from typing import Annotated

from server.bootstrap.listening import parse_address
from server.cli.office import opened
from server.ports import Office
from server.services.administration import unchecked_users
from shared.terminal.options import HomeOption, option
from shared.terminal.output import note

EXAMPLE = "ridgekey serve"


def serve(
    home: HomeOption = None,
    listen: Annotated[
        str | None,
        option("--listen", help="Listen here instead of where init said.", metavar="HOST:PORT"),
    ] = None,
) -> None:
    """Serve branches until SIGTERM or Ctrl-C; exchanges that are under way are finished first."""
    # Only this command needs gRPC's server side, which takes longer to import than most commands run.
    from server.bootstrap import serving

    chosen = None if listen is None else str(parse_address(listen, "--listen"))
    with opened(home) as office:
        _warn_of_unchecked(office)
        asyncio.run(serving.serve(office, listen=chosen, on_ready=_announce))


def _warn_of_unchecked(office: Office) -> None:
    users = unchecked_users(office)
    if users:
        note(
            f"{len(users)} users' fingers were never tried with the current model, and some may give no key; "
            "`ridgekey config model` tries them."
        )


def _announce(address: str) -> None:
    note(f"serving on {address}")
