"""The engine of the database that a configuration names: a SQLite file in the home, or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from server.adapters.sql.postgres_engine import postgres_engine
from server.adapters.sql.sqlite_engine import sqlite_engine
from server.config import DATABASE_NAME, HeadOfficeConfig


def engine_of(config: HeadOfficeConfig, *, create: bool = False, read_only: bool = False) -> Engine:
    """The engine; nothing is connected yet.

    Args:
        config: the configuration.
        create: whether to make a SQLite file that is not there.
        read_only: whether nothing can be written through it.
    """
    wait = config.database_wait_seconds
    if config.database_url is not None:
        return postgres_engine(config.database_url.get_secret_value(), wait, read_only=read_only)
    return sqlite_engine(config.home / DATABASE_NAME, wait, create=create, read_only=read_only)


@contextmanager
def using_engine(
    config: HeadOfficeConfig, *, create: bool = False, read_only: bool = False
) -> Iterator[Engine]:
    """The engine for the length of the block; no connection is left open."""
    engine = engine_of(config, create=create, read_only=read_only)
    try:
        yield engine
    finally:
        engine.dispose()
