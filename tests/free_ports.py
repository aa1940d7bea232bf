"""Ports on loopback for servers that a test starts later, or that nobody listens on.

A port that the system would choose may be some connection's own end by the time its server starts. These lie
below those that the system gives to connections, none comes twice before all others did, and the processes of
a parallel run have a share each. Where one run begins depends on its process, so that two runs beside each
other rarely want the same.
"""

from __future__ import annotations

import itertools
import os
import socket
from contextlib import ExitStack

LOOPBACK = "127.0.0.1"

_FIRST, _END = 16_384, 32_768
_TAKEN = itertools.count(os.getpid() * 7919)


def free_port() -> int:
    """A port that nothing listens on."""
    return free_ports(1)


def free_address() -> str:
    """HOST:PORT that nothing listens on."""
    return f"{LOOPBACK}:{free_port()}"


def free_ports(count: int) -> int:
    """The first of so many ports in a row that nothing listens on."""
    share = _share()
    for _ in share:
        ports = [share[next(_TAKEN) % len(share)] for _ in range(count)]
        if ports[-1] - ports[0] == count - 1 and _are_free(ports):
            return ports[0]
    raise RuntimeError(f"no port of {share.start}-{share.stop - 1} is free")


def _share() -> range:
    """The ports of this process among those of a parallel run."""
    count = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    place = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % count
    size = (_END - _FIRST) // count
    return range(_FIRST + place * size, _FIRST + (place + 1) * size)


def _are_free(ports: list[int]) -> bool:
    with ExitStack() as probes:
        try:
            for port in ports:
                probes.enter_context(socket.socket()).bind((LOOPBACK, port))
        except OSError:
            return False
    return True
