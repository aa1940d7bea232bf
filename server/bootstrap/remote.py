"""Opens a head office on another machine for the administrator of this one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.adapters.system_clock import SystemClock
from server.bootstrap.admin_home import admin_key, load_admin_admission
from server.bootstrap.listening import parse_address
from server.ports import Clock
from server.rpc.administration.client import RemoteAdministration
from server.rpc.administration.line import AdminTls, Line
from shared.crypto.randomness import SystemRandomness
from shared.crypto.validity import check_valid_at
from shared.stores.home import HomeKind, open_home


@contextmanager
def remote_head_office(
    home: Path, server: str, *, clock: Clock | None = None
) -> Iterator[RemoteAdministration]:
    """A head office on another machine, for the length of the block; nothing is asked of it yet.

    Args:
        home: the administrator's state folder on this machine.
        server: HOST:PORT of the head office.
        clock: the system's clocks when absent.

    Raises:
        Failure: ``HOME_INVALID`` when the folder is not an administrator's, or holds no certificate yet;
            ``CLOCK_WRONG`` or ``CERTIFICATE_EXPIRED``; ``INVALID_INPUT`` for an address that is none.
    """
    address = str(parse_address(server, "--server"))
    opened = open_home(home, HomeKind.ADMIN)
    admission = load_admin_admission(opened)
    check_valid_at(admission.certificate, (clock or SystemClock()).now())
    key = admin_key(opened, SystemRandomness())
    line = Line(address, AdminTls(admission.authority, admission.certificate, key))
    try:
        yield RemoteAdministration(line)
    finally:
        line.close()
