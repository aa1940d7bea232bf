"""The parties of the load: a head office on PostgreSQL with many users, two branches, the processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.load.client import IMAGE
from branch_client.joining import import_package
from lab.demo.commands import executable
from lab.demo.parties import BranchOffice, HeadOffice, free_address
from server.bootstrap.granting import grant_with_package
from server.bootstrap.head_office import open_head_office
from server.ports import Actor, Office, Release
from server.services.administration import add_user, enrol_user, put_image
from shared.biometrics.prints import Print
from shared.identifiers import Finger
from shared.stores.home import HomeKind, open_home

BRANCHES = ("basra", "mosul")
IMAGE_BYTES = 4096

_SETTINGS = {
    # The load itself is not what the limits are there to stop.
    "RIDGEKEY_BRANCH_HELLOS_PER_SECOND": "1000000",
    "RIDGEKEY_BRANCH_HELLO_BURST": "1000000",
    "RIDGEKEY_USER_HELLOS_PER_SECOND": "1000000",
    "RIDGEKEY_USER_HELLO_BURST": "1000000",
    "RIDGEKEY_EXCHANGES_PER_BRANCH": "64",
    "RIDGEKEY_WAITING_PER_BRANCH": "64",
    "RIDGEKEY_RETRY_WINDOW_SECONDS": "30",
    "RIDGEKEY_SWEEP_INTERVAL_SECONDS": "5",
}


@dataclass(frozen=True)
class Offices:
    """What was set up."""

    head_office: HeadOffice
    branches: dict[str, BranchOffice]


def set_up(folder: Path, database_url: str, model: Path, users: int) -> Offices:
    """Found, join, enrol one finger of every user, and grant every user to both branches."""
    head_office = HeadOffice(folder / "head-office", free_address())
    head_office.found(verification="off", options=("--database-url", database_url))
    head_office.ask("config", "model", model)
    branches = {name: BranchOffice(name, folder / name) for name in BRANCHES}
    for branch in branches.values():
        branch.join(head_office, folder)
        branch.ask("model", "add", model)
    # A command for each of the rest would take longer than the load.
    office = open_head_office(head_office.home)
    actor = Actor.local(office.config.trust_domain, "load")
    for user in range(1, users + 1):
        _enrol(office, user, actor)
        for branch in branches.values():
            _, package = grant_with_package(office, user, branch.name, actor)
            file = folder / "package.enrolment"
            file.write_bytes(package)
            import_package(open_home(branch.home, HomeKind.BRANCH), file, office.randomness)
    data = np.random.default_rng(0).bytes(IMAGE_BYTES)
    put_image(office, IMAGE, data, "application/octet-stream", Release(everyone=True), actor)
    office.database.close()
    return Offices(head_office, branches)


def _enrol(office: Office, user: int, actor: Actor) -> None:
    noise = np.random.default_rng(user).integers(0, 256, (96, 96), dtype=np.uint8)
    add_user(office, user, actor)
    enrol_user(office, user, {Finger.LEFT_INDEX: Print(noise)}, office.models.current(), actor)


@contextmanager
def serving(head_office: HeadOffice, log: Path, workers: int) -> Iterator[subprocess.Popen[str]]:
    """``ridgekey serve --workers`` for the length of the block."""
    environment = {**os.environ, **_SETTINGS, "OPENBLAS_NUM_THREADS": "1"}
    command = [
        str(executable("ridgekey")),
        "serve",
        "--home",
        str(head_office.home),
        "--workers",
        str(workers),
    ]
    with (
        log.open("w") as stream,
        subprocess.Popen(command, env=environment, stderr=stream, text=True) as server,
    ):
        while "serving on" not in log.read_text(errors="replace"):
            if server.poll() is not None:
                raise RuntimeError(f"the head office did not start: {log.read_text()[-500:]}")
        try:
            yield server
        finally:
            server.terminate()
            server.wait(60)


def client(branch: BranchOffice, seed: int, until: str, pause: float, users: int) -> subprocess.Popen[str]:
    """Start one client process; its arguments are those of ``benchmarks.load.client``."""
    arguments = (branch.home, seed, until, pause, users)
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "RIDGEKEY_LONGEST_BACKOFF_SECONDS": "20"}
    command = [sys.executable, "-m", "benchmarks.load.client", *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
