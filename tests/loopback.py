"""A head office and its branches that talk over real loopback TLS within the test's own process."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from branch_client.joining import accept_admission, found_branch, import_package
from server.bootstrap.admitting import admit_branch
from server.bootstrap.granting import grant_with_package
from server.bootstrap.head_office import open_head_office
from server.bootstrap.initialise import Plan, initialise
from server.bootstrap.serving import serve
from server.ports import Actor, AuditRow, Office, Release
from server.services.administration import add_user, enrol_user, put_image
from shared.biometrics.prints import Print, encode_print
from shared.biometrics.verification import Verifier
from shared.crypto.randomness import SystemRandomness
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.identifiers import Finger
from shared.stores.enrolments import Enrolment, EnrolmentStore
from shared.stores.home import HomeKind, open_home
from tests.databases import new_database
from tests.free_ports import free_address
from tests.seeded_networks import tiny_network, tiny_verifier

DOMAIN = "ridgekey.internal"
ADMIN = Actor.local(DOMAIN, "a test")
FINGERS = (Finger.LEFT_INDEX, Finger.LEFT_THUMB, Finger.RIGHT_INDEX)
RANDOMNESS = SystemRandomness()


class TinyShelf:
    """The tiny network as the only model and the tiny verifier as the only verifier, at either end."""

    def __init__(self) -> None:
        self._network = tiny_network()
        self._verifier = tiny_verifier()

    @property
    def current_digest(self) -> bytes:
        """Its digest."""
        return self._network.digest

    def current(self) -> Network:
        """The model of new enrolments."""
        return self._network

    def digests(self) -> tuple[bytes, ...]:
        """The digests of both."""
        return (self._network.digest, self._verifier.digest)

    def current_verifier(self, kind: str) -> Verifier:
        """The verifier, if that is its kind."""
        if kind != self._verifier.kind:
            raise Failure(Code.MODEL_MISMATCH)
        return self._verifier

    def verifier(self, digest: bytes) -> Verifier:
        """The verifier, if that is the one."""
        if digest != self._verifier.digest:
            raise Failure(Code.MODEL_MISMATCH)
        return self._verifier

    def get(self, digest: bytes) -> Network:
        """The model, if that is the one."""
        if digest != self._network.digest:
            raise Failure(Code.MODEL_MISMATCH)
        return self._network


class SwappedEnrolments:
    """A branch's enrolments with one other print in place of all: its keys are wrong.

    Args:
        real: the enrolments as imported.
        print_: the other print.
    """

    def __init__(self, real: EnrolmentStore, print_: Print) -> None:
        self._real = real
        self._print = print_

    def newest(self, user: int) -> Enrolment | None:
        """The user's enrolment, with the other print."""
        enrolment = self._real.newest(user)
        if enrolment is None:
            return None
        return replace(enrolment, prints=dict.fromkeys(enrolment.prints, self._print))


def with_wrong_prints(branch: Branch, seed: int) -> Branch:
    """The same branch, which regenerates every key from another finger."""
    return replace(branch, enrolments=SwappedEnrolments(branch.enrolments, noise_print(seed)))


def noise_print(seed: int) -> Print:
    """A picture that gives a usable key; keys need no ridges."""
    return Print(np.random.default_rng(seed).integers(0, 256, (96, 96), dtype=np.uint8))


def picture(size: int, seed: int = 1) -> bytes:
    """An image of any size."""
    return np.random.default_rng(seed).bytes(size)


def make_office(folder: Path, database: str | None = None, **settings: Any) -> Office:
    """Found a head office in ``folder``, maybe on a given database; ``settings`` override its settings."""
    initialise(Plan(home=folder, listen=free_address(), database=database or new_database()))
    office = open_head_office(folder)
    # Stories that are not about live scans go without; those that are say how they are verified.
    defaults = {"regeneration_workers": 1, "verification": "off"}
    config = office.config.model_copy(update={**defaults, **settings})
    return replace(office, config=config, models=TinyShelf())


def join(office: Office, folder: Path, name: str, **settings: Any) -> Branch:
    """Found a branch, approve it and let it accept; ``settings`` override its configuration."""
    founded = found_branch(folder, name, None, RANDOMNESS)
    home = open_home(folder, HomeKind.BRANCH)
    admission = admit_branch(office, founded.request.read_bytes(), ADMIN)
    accept_admission(home, admission, office.clock.now(), RANDOMNESS)
    branch = open_branch(folder)
    return replace(branch, config=branch.config.model_copy(update=settings), models=TinyShelf())


def enrol(office: Office, user: int, fingers: tuple[Finger, ...] = FINGERS) -> None:
    """Enter a user and enrol noise for each finger."""
    add_user(office, user, ADMIN)
    prints = {finger: noise_print(user * 10 + finger) for finger in fingers}
    enrol_user(office, user, prints, office.models.current(), ADMIN)


def grant(office: Office, user: int, branch: Branch, folder: Path) -> None:
    """Grant a user to a branch, which imports the package."""
    _, package = grant_with_package(office, user, branch.identity.name, ADMIN)
    file = folder / f"{user}-{branch.identity.name}.enrolment"
    file.write_bytes(package)
    import_package(open_home(branch.config.home, HomeKind.BRANCH), file, RANDOMNESS)


def put(office: Office, image: str, data: bytes) -> None:
    """Store an image that everyone may have."""
    put_image(office, image, data, "application/octet-stream", Release(everyone=True), ADMIN)


def write_print(folder: Path, seed: int) -> Path:
    """A print file."""
    path = folder / f"print-{seed}.png"
    path.write_bytes(encode_print(noise_print(seed)))
    return path


def audit(office: Office) -> list[AuditRow]:
    """Every audit row, oldest first."""
    with office.database.read() as transaction:
        return list(transaction.audit.tail(10**6))


def sha256(data: bytes) -> str:
    """Hexadecimal digest."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def serving(office: Office) -> Iterator[Callable[[], None]]:
    """Serve in a thread of its own for the length of the block; what is yielded begins to stop it earlier."""
    ready, failed = threading.Event(), []
    loop, stop = asyncio.new_event_loop(), asyncio.Event()

    def run() -> None:
        try:
            loop.run_until_complete(serve(office, on_ready=lambda _: ready.set(), stop=stop))
        except BaseException as error:
            failed.append(error)
        finally:
            ready.set()

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait(180)
    try:
        if failed:
            raise failed[0]
        yield lambda: loop.call_soon_threadsafe(stop.set) and None
    finally:
        if thread.is_alive():
            loop.call_soon_threadsafe(stop.set)
        thread.join(180)  # a busy machine drains slowly
        loop.close()
