"""One of several server processes on one port: HOME ADDRESS REGENERATION_WORKERS NUMBER.

Its metrics are served on the configured port plus its number, which begins at 0.

It says ``ready`` on its standard output and ends when its standard input does, so that it never outlives the
process that started it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path

from server.bootstrap.head_office import open_head_office
from server.bootstrap.listening import Address, parse_address
from server.bootstrap.serving import serve
from server.config import HeadOfficeConfig
from server.ports import Office
from shared.errors import OK, Failure
from shared.stores.home import HomeKind, open_home
from shared.stores.home_lock import sharing

READY = b"ready\n"


def main() -> int:
    """Serve until told to stop; the exit code."""
    home, address, regeneration_workers, number = sys.argv[1:]
    try:
        _serve(Path(home), address, int(regeneration_workers), int(number))
    except Failure as failure:
        print(failure.sentence, file=sys.stderr)
        return failure.exit_code
    return OK


def _serve(home: Path, address: str, regeneration_workers: int, number: int) -> None:
    with sharing(open_home(home, HomeKind.HEAD_OFFICE)):
        office = open_head_office(home)
        metrics = _own_port(office.config, number)
        own = {"regeneration_workers": regeneration_workers, "metrics_listen": metrics}
        config = office.config.model_copy(update=own)
        try:
            asyncio.run(_serve_until_left(replace(office, config=config), address))
        finally:
            office.database.close()


def _own_port(config: HeadOfficeConfig, number: int) -> str | None:
    if config.metrics_listen is None:
        return None
    address = parse_address(config.metrics_listen, "metrics_listen")
    return str(Address(address.host, address.port + number))


async def _serve_until_left(office: Office, address: str) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin.fileno(), _on_input, stop)
    await serve(office, listen=address, on_ready=_say_ready, stop=stop, share_port=True)


def _on_input(stop: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 1):
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        stop.set()


def _say_ready(_: str) -> None:
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
