"""Runs the console on an address of this machine until it is told to stop."""

from __future__ import annotations

import asyncio
import ipaddress
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn

from server.bootstrap.listening import Address, check_free
from server.bootstrap.logs import configure_logs
from server.console.app import make_app
from server.console.desk import Desk
from server.console.door import Door
from server.console.guard import SIGN_IN
from server.ports import Office
from shared.errors import Code, Failure

LISTEN_OPTION = "--console-listen"
_MOST_CONNECTIONS = 64
_DRAIN_SECONDS = 3


def check_address(address: Address, *, exposed: bool) -> None:
    """Check where the console may listen: on loopback, unless it is to be seen from elsewhere.

    Raises:
        Failure: ``INVALID_INPUT`` for another address without ``exposed``, and for every interface at once,
            which no ``Host`` header could be compared with; ``CONFLICT`` when the port is in use.
    """
    if address.is_everywhere:
        sentence = f"{LISTEN_OPTION} takes one address, not every address of this machine at once."
        raise Failure(Code.INVALID_INPUT, sentence, field=LISTEN_OPTION)
    if not is_loopback(address) and not exposed:
        sentence = (
            f"{address.host} is not a loopback address. The console speaks no TLS; reach it through an SSH "
            "tunnel, or say --expose and put a proxy that does before it."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field=LISTEN_OPTION)
    check_free(address, LISTEN_OPTION)


def is_loopback(address: Address) -> bool:
    """Whether nobody but this machine can reach an address."""
    try:
        return ipaddress.ip_address(address.host).is_loopback
    except ValueError:
        return address.host == "localhost"


def hosts_of(address: Address) -> frozenset[str]:
    """What browsers may call the console: its address, and this machine's own names when it is loopback."""
    names = {str(address)}
    if is_loopback(address):
        names.add(f"localhost:{address.port}")
    if address.port == 80:
        names |= {name.removesuffix(":80") for name in names}
    return frozenset(names)


async def serve_console(office: Office, address: Address, say_link: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT.

    Args:
        office: a head office that is only read.
        address: where; checked by :func:`check_address`.
        say_link: told each link that opens the console: one at the start, and one whenever somebody presses
            Enter in the terminal.
    """
    configure_logs()
    door = Door(office.clock)

    def say_new_link() -> None:
        say_link(f"http://{address}{SIGN_IN}?token={door.link()}")

    config = uvicorn.Config(
        make_app(Desk.of(office), door, hosts_of(address)),
        host=address.host,
        port=address.port,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,  # it would hold the tokens of links
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
    )
    await _Server(config, say_new_link).serve()


class _Server(uvicorn.Server):
    """Says so when it listens, and ends quietly on the first signal."""

    def __init__(self, config: uvicorn.Config, say_new_link: Callable[[], None]) -> None:
        super().__init__(config)
        self._say_new_link = say_new_link

    async def startup(self, sockets: list[object] | None = None) -> None:
        """Listen, print the first link, and another for every Enter."""
        await super().startup(sockets)
        self._say_new_link()
        if sys.stdin is not None and sys.stdin.isatty():
            asyncio.get_running_loop().add_reader(sys.stdin, self._on_enter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; uvicorn would raise the signal once more at the end, as if something had been interrupted."""
        del sig, frame
        self.should_exit = True

    def _on_enter(self) -> None:
        if sys.stdin.readline():
            self._say_new_link()
        else:  # the terminal is gone
            asyncio.get_running_loop().remove_reader(sys.stdin)
