"""Opens the head office that a command works on, and closes it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.bootstrap.head_office import open_head_office
from server.ports import Actor, Office
from shared.stores.home import HomeKind


def home_of(chosen: Path | None) -> Path:
    """The state folder: the one that was named, else the default."""
    return chosen or HomeKind.HEAD_OFFICE.default_root


@contextmanager
def opened(chosen: Path | None) -> Iterator[Office]:
    """The head office of a home, for the length of the block.

    Raises:
        Failure: ``HOME_INVALID`` when there is none.
    """
    office = open_head_office(home_of(chosen))
    try:
        yield office
    finally:
        office.database.close()


def administrator(office: Office, reason: str) -> Actor:
    """The actor of every command: the local administrator (protocol §2.7), and why."""
    return Actor.local(office.config.trust_domain, reason)
