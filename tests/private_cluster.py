"""A PostgreSQL cluster for the length of a test run, from the binaries that the machine has."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DISTRIBUTION = Path("/usr/lib/postgresql")
_SETTINGS = """
listen_addresses = '127.0.0.1'
max_connections = 300
# The cluster is thrown away; what a crash of the machine would lose nobody misses.
fsync = off
full_page_writes = off
shared_buffers = 64MB
"""


class NoBinaries(Exception):
    """This machine has no PostgreSQL server that can be started."""


def find_binaries() -> Path:
    """The folder of ``initdb`` and ``pg_ctl``: the newest of the distribution's, else that of the path.

    Raises:
        NoBinaries: when there is none.
    """
    versions = sorted(_DISTRIBUTION.glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    if found is None:
        raise NoBinaries("there is no initdb in /usr/lib/postgresql or on the path")
    return Path(found).resolve().parent


@contextmanager
def private_cluster() -> Iterator[str]:
    """Start a cluster; the URL of its first database.

    Raises:
        NoBinaries: when there is none to start.
    """
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="ridgekey-cluster-"))
    owner = _owner(folder)
    data, port = folder / "data", _free_port()
    try:
        _run(
            owner,
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "ridgekey",
            "--auth=trust",
            "--no-sync",
            "-E",
            "UTF8",
        )
        with (data / "postgresql.conf").open("a") as configuration:
            configuration.write(f"{_SETTINGS}port = {port}\nunix_socket_directories = '{folder}'\n")
        _run(owner, binaries / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "start")
        try:
            yield f"postgresql://ridgekey@127.0.0.1:{port}/postgres"
        finally:
            _run(owner, binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: then as the account that its package made."""
    if os.geteuid() != 0:
        return None
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        raise NoBinaries("this is root, and there is no account postgres to run a cluster as") from None
    os.chown(folder, account.pw_uid, account.pw_gid)
    return account.pw_name


def _run(owner: str | None, *command: object) -> None:
    words = [str(word) for word in command]
    # pg_ctl leaves the server behind with the output it was given; a pipe would never end.
    subprocess.run(
        words,
        user=owner,
        group=owner,
        extra_groups=[] if owner else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=120,
        cwd="/",
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
