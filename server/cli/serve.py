"""``ridgekey serve``."""

from __future__ import annotations

import asyncio
from typing import Annotated

from server.bootstrap.listening import parse_address
from server.cli.notices import say_sources, warn_of_unchecked, warn_of_unlisted
from server.cli.office import opened
from server.services.administration import unlisted_users
from shared.protocol.verification import Mode
from shared.terminal.options import HomeOption, option
from shared.terminal.output import note

EXAMPLE = "ridgekey serve"


def serve(
    home: HomeOption = None,
    listen: Annotated[
        str | None,
        option("--listen", help="Listen here instead of where init said.", metavar="HOST:PORT"),
    ] = None,
    workers: Annotated[
        int,
        option(
            "--workers",
            help="Server processes on the one port; more than one needs PostgreSQL.",
            metavar="N",
            min=1,
            max=64,
            show_default=True,
        ),
    ] = 1,
) -> None:
    """Serve branches until SIGTERM or Ctrl-C; exchanges that are under way are finished first."""
    # Only this command needs gRPC's server side, which takes longer to import than most commands run.
    from server.bootstrap import serving, supervising

    chosen = None if listen is None else str(parse_address(listen, "--listen"))
    with opened(home) as office:
        supervising.check_workers(office.config, workers)
        say_sources(office)
        warn_of_unchecked(office)
        if office.config.verification == Mode.CLOSED_SET:
            warn_of_unlisted(unlisted_users(office, office.models.current_verifier(Mode.CLOSED_SET)))
        if workers == 1:
            asyncio.run(serving.serve(office, listen=chosen, on_ready=_announce))
            return
        config = office.config
    asyncio.run(supervising.supervise(config, workers, listen=chosen, on_ready=_announce))


def _announce(address: str) -> None:
    note(f"serving on {address}")
