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
        self._opened: list[SqlDatabase] = []

    @cached_property
    def home(self) -> Home:
        """The home, recognised."""
        return open_home(self.root, HomeKind.HEAD_OFFICE)

    @cached_property
    def config(self) -> HeadOfficeConfig:
        """Its settings, from the environment and its record."""
        return load_config(self.home.root, self.home.record)

    @cached_property
    def database(self) -> SqlDatabase:
        """Its database, which nothing is written to; that it can be read is still to be seen."""
        engine = engine_of(self.config, read_only=True)
        self._opened.append(SqlDatabase(engine, self.clock, self.config.database_wait_seconds))
        return self._opened[0]

    @cached_property
    def office(self) -> Office:
        """The office on a database that nothing is written to."""
        return replace(assemble(self.home, self.config, clock=self.clock), database=self.database)

    @property
    def credentials(self) -> Credentials:
        """Its certificates and keys."""
        return Credentials(self.home, SystemRandomness())

    def close(self) -> None:
        """Close what was opened."""
        for database in self._opened:
            database.close()
