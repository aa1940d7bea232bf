"""A PostgreSQL cluster for the length of a test run, from the binaries that the machine has."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.free_ports import free_port
from tests.memory_storage import memory_folder

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


@dataclass(frozen=True)
class Cluster:
    """A cluster on loopback, with what starts and stops it.

    Attributes:
        folder: where its data, its log and its socket lie; the account that runs it owns the folder.
        port: where it listens.
        binaries: the folder of PostgreSQL's programs.
        owner: the account that runs it; ``None`` for this process's own.
    """

    folder: Path
    port: int
    binaries: Path
    owner: str | None

    @property
    def data(self) -> Path:
        """The folder of its data."""
        return self.folder / "data"

    @property
    def url(self) -> str:
        """The URL of its first database."""
        return f"postgresql://ridgekey@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: object) -> None:
        """Run one of PostgreSQL's programs as the account that owns the cluster."""
        _run(self.owner, self.binaries / program, *arguments)

    def initialise(self) -> None:
        """Make the data."""
        self.run("initdb", "-D", self.data, "-U", "ridgekey", "--auth=trust", "--no-sync", "--encoding=UTF8")
        with (self.data / "postgresql.conf").open("a") as configuration:
            configuration.write(f"{_SETTINGS}unix_socket_directories = '{self.folder}'\n")

    def start(self, settings: str = "", **environment: str) -> None:
        """Start it and wait until it answers.

        Args:
            settings: options of the server beside those of its file, as ``-c NAME=VALUE``.
            environment: variables of the server beside those of this process.
        """
        options = f"-p {self.port} -k {self.folder} {settings}"
        words = [self.binaries / "pg_ctl", "-D", self.data, "-l", self.folder / "log", "-o", options, "-w"]
        around = [f"{name}={value}" for name, value in environment.items()]
        _run(self.owner, *(("env", *around) if around else ()), *words, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it; ``immediate`` is how a machine dies: nothing is finished."""
        self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def promote(self) -> None:
        """Make a standby a primary."""
        self.run("pg_ctl", "-D", self.data, "-w", "promote")


@contextmanager
def new_cluster() -> Iterator[Cluster]:
    """The folder, the port and the programs of a cluster that is not made yet; taken away in the end.

    Raises:
        NoBinaries: when there is none to start.
    """
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="ridgekey-cluster-", dir=memory_folder()))
    cluster = Cluster(folder, free_port(), binaries, _owner(folder))
    try:
        yield cluster
    finally:
        if (cluster.data / "postmaster.pid").exists():
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def private_cluster() -> Iterator[str]:
    """Start a cluster; the URL of its first database.

    Raises:
        NoBinaries: when there is none to start.
    """
    with new_cluster() as cluster:
        cluster.initialise()
        cluster.start()
        yield cluster.url


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
    # Not by subprocess's ``user``: that forks in full, which the threads of a gRPC server do not survive.
    account = ["setpriv", f"--reuid={owner}", f"--regid={owner}", "--clear-groups"] if owner else []
    # pg_ctl leaves the server behind with the output it was given; a pipe would never end.
    subprocess.run(
        account + words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=120,
        cwd="/",
    )
