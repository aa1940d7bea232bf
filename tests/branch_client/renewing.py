"""A serving head office whose branches have certificates that are about to end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from server.ports import Office
from server.services.administration import show_branch
from shared.crypto.certificates import certificate_sha256
from tests.loopback import enrol, join, make_office, put, serving

ABOUT_TO_END = 0.0015  # days: two minutes, of a life that began five minutes earlier


@dataclass(frozen=True)
class World:
    """A serving head office and a way to make branches of it."""

    office: Office
    folder: Path

    def join(self, name: str, days: float = ABOUT_TO_END) -> Branch:
        """A branch whose first certificate is valid for so many days."""
        config = self.office.config.model_copy(update={"branch_certificate_days": days})
        return join(replace(self.office, config=config), self.folder / name, name)

    def in_force(self, name: str) -> bytes:
        """The digest of a branch's certificate in the registry."""
        return show_branch(self.office, name).branch.certificate_sha256


def reopened(branch: Branch) -> Branch:
    """The branch as the next process opens it."""
    return open_branch(branch.config.home)


def digest(branch: Branch) -> bytes:
    """What a branch calls with."""
    return certificate_sha256(branch.admission.certificate)


def keys_of(branch: Branch) -> int:
    """How many TLS keys its home holds."""
    return len(list((branch.config.home / "keys").glob("tls*.sealed")))


@contextmanager
def renewing_world(folder: Path) -> Iterator[World]:
    """Such a head office, for the length of the block; user 17 is enrolled, and one image released."""
    office = make_office(folder / "head-office", certificate_overlap_seconds=0.0)
    enrol(office, 17)
    put(office, "xray-7", b"pixels")
    with serving(office):
        yield World(office, folder)
    office.database.close()
