"""One head office and two branches for the module, talking over real loopback TLS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from branch_client.branch import Branch
from server.ports import Office
from tests.loopback import enrol, grant, join, make_office, picture, put, serving

CHUNK_BYTES = 1024


@dataclass(frozen=True)
class World:
    """A serving head office and its branches; user 17 is granted to both, 18 to mosul only."""

    office: Office
    basra: Branch
    mosul: Branch
    images: dict[str, bytes]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world of one module; message numbers go on from test to test."""
    folder: Path = tmp_path_factory.mktemp("world")
    office = make_office(
        folder / "head-office", chunk_bytes=CHUNK_BYTES, proof_backoff_seconds=0.0, max_wrong_proofs=100
    )
    basra = join(office, folder / "basra", "basra", first_backoff_seconds=0.01)
    mosul = join(office, folder / "mosul", "mosul", first_backoff_seconds=0.01)
    for user in (17, 18):
        enrol(office, user)
        grant(office, user, mosul, folder)
    grant(office, 17, basra, folder)
    images = {f"size-{size}": picture(size) for size in (0, 1, 1023, 1024, 1025, 40_000)}
    for name, data in images.items():
        put(office, name, data)
    with serving(office):
        yield World(office, basra, mosul, images)
    office.database.close()
