"""The parties of the fault tests that need no process of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from branch_client.branch import Branch
from server.ports import Office
from tests.faults.small_disk import SmallDisk, mounted
from tests.loopback import enrol, grant, join, make_office, picture, put, serving
from tests.server.registered_office import open_office, register
from tests.server.rpc.conftest import Post
from tests.server.settable_clock import SettableClock


@dataclass(frozen=True)
class World:
    """A serving head office and two branches, both with user 17; images ``small`` and ``large``."""

    office: Office
    basra: Branch
    mosul: Branch
    folder: Path

    @property
    def post(self) -> Post:
        """What frame-by-frame exchanges of basra start from."""
        return Post(self.office, self.basra, self.folder)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world of one module; message numbers go on from test to test."""
    folder = tmp_path_factory.mktemp("faults")
    office = make_office(
        folder / "head-office", chunk_bytes=4096, proof_backoff_seconds=0.0, max_wrong_proofs=100
    )
    basra = join(office, folder / "basra", "basra", first_backoff_seconds=0.01)
    mosul = join(office, folder / "mosul", "mosul", first_backoff_seconds=0.01)
    enrol(office, 17)
    for branch in (basra, mosul):
        grant(office, 17, branch, folder)
    put(office, "small", picture(10_000))
    put(office, "large", picture(4_000_000))
    with serving(office):
        yield World(office, basra, mosul, folder)
    office.database.close()


@pytest.fixture
def clock() -> SettableClock:
    """A clock that the test moves."""
    return SettableClock()


@pytest.fixture
def registered(tmp_path: Path, clock: SettableClock) -> Iterator[Office]:
    """An office with the registry of ``registered_office``, in the test's folder."""
    office = open_office(tmp_path, clock)
    register(office)
    yield office
    office.database.close()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A file system of four MiB."""
    with mounted(tmp_path / "disk") as made:
        yield made
