"""``ridgekey console``."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated

from server.bootstrap.listening import parse_address
from server.bootstrap.reading import opened_for_reading
from server.cli.office import home_of
from shared.errors import Code, Failure
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import note, show_line

EXAMPLE = "ridgekey console"

_DEFAULT_LISTEN = "127.0.0.1:7480"
_NEEDED = ("anyio", "jinja2", "starlette", "uvicorn")


def console(
    listen: Annotated[
        str,
        option("--console-listen", help="Where the console listens.", metavar="HOST:PORT", show_default=True),
    ] = _DEFAULT_LISTEN,
    expose: Annotated[
        bool, option("--expose", help="Listen on an address that other machines reach, without TLS.")
    ] = False,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Show the head office in a browser on this machine, until Ctrl-C; nothing can be changed there.

    Prints a link that opens it once, within five minutes.
    """
    try:
        from server.console import door, serving
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        sentence = "The console needs what its extra brings: python -m pip install 'ridgekey[console]'."
        raise Failure(Code.LOCAL_FAILURE, sentence) from None

    def say_link(url: str) -> None:
        ends = datetime.now(UTC) + door.LINK_LIFETIME
        record = {"url": url, "opens_until": f"{ends:%Y-%m-%dT%H:%M:%SZ}"}
        if resolve(output_format) is Format.TABLE:
            note(f"Open this once, until {ends:%H:%M} UTC. Enter makes a new link, Ctrl-C stops the console.")
        show_line(record, ("url",), output_format, record)

    address = parse_address(listen, serving.LISTEN_OPTION)
    serving.check_address(address, exposed=expose)
    with opened_for_reading(home_of(home)) as office:
        if not serving.is_loopback(address):
            note(
                "Whoever watches the network between a browser and this address sees the link and the pages."
            )
        asyncio.run(serving.serve_console(office, address, say_link))
