"""Opens the head office that a command works on, and closes it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.bootstrap.head_office import open_head_office
from server.config import HeadOfficeConfig, load_config
from server.ports import Actor, Office
from shared.stores.home import HomeKind, open_home
from shared.stores.home_lock import sharing


def home_of(chosen: Path | None) -> Path:
    """The state folder: the one that was named, else the default."""
    return chosen or HomeKind.HEAD_OFFICE.default_root


def config_of(chosen: Path | None) -> HeadOfficeConfig:
    """The configuration of a home whose database need not be fit for use.

    Raises:
        Failure: ``HOME_INVALID`` when there is no home; ``INVALID_INPUT`` for a setting with no valid value.
    """
    home = open_home(home_of(chosen), HomeKind.HEAD_OFFICE)
    return load_config(home.root, home.record)


@contextmanager
def opened(chosen: Path | None) -> Iterator[Office]:
    """The head office of a home, for the length of the block.

    Raises:
        Failure: ``HOME_INVALID`` when there is none; ``CONFLICT`` while its master key is changed.
    """
    folder = home_of(chosen)
    with sharing(open_home(folder, HomeKind.HEAD_OFFICE)):
        office = open_head_office(folder)
        try:
            yield office
        finally:
            office.database.close()


def administrator(office: Office, reason: str) -> Actor:
    """The actor of every command: the local administrator (protocol §2.7), and why."""
    return Actor.local(office.config.trust_domain, reason)
