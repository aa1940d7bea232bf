"""A head office as its doctor sees it: opened part by part, its database for reading only."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path

from server.adapters.sql.database import SqlDatabase
from server.adapters.sql.engines import engine_of
from server.adapters.system_clock import SystemClock
from server.bootstrap.credentials import Credentials
from server.bootstrap.head_office import assemble
from server.config import HeadOfficeConfig, load_config
from server.ports import Clock, Office
from shared.crypto.randomness import SystemRandomness
from shared.stores.home import Home, HomeKind, open_home


class Premises:
    """The parts of one head office, each opened when the first check needs it.

    Args:
        root: its state folder.
        clock: the system's clocks when absent.

    Raises:
        Failure: from each part, when that cannot be opened; the next to ask tries again.
    """

    def __init__(self, root: Path, clock: Clock | None = None) -> None:
        self.root = root
        self.clock = clock or SystemClock()
        self._opened: list[Office] = []

    @cached_property
    def home(self) -> Home:
        """The home, recognised."""
        return open_home(self.root, HomeKind.HEAD_OFFICE)

    @cached_property
    def config(self) -> HeadOfficeConfig:
        """Its settings, from the environment and its record."""
        return load_config(self.home.root, self.home.record)

    @cached_property
    def office(self) -> Office:
        """The office on a database that nothing is written to."""
        office = assemble(self.home, self.config, clock=self.clock)
        engine = engine_of(self.config, read_only=True)
        database = SqlDatabase(engine, self.clock, self.config.database_wait_seconds)
        self._opened.append(replace(office, database=database))
        return self._opened[0]

    @property
    def credentials(self) -> Credentials:
        """Its certificates and keys."""
        return Credentials(self.home, SystemRandomness())

    def close(self) -> None:
        """Close what was opened."""
        for office in self._opened:
            office.database.close()
