"""Makes the tables of a head office, loads them from a dump, brings them to this release."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from server.adapters.sql.engines import using_engine
from server.adapters.sql.migrating import remove_schema, upgrade
from server.adapters.sql.postgres_tools import load
from server.bootstrap.databases import current_revision, lost_database, require_no_tables
from server.config import HeadOfficeConfig
from shared.errors import Failure


@contextmanager
def creating_database(config: HeadOfficeConfig) -> Iterator[None]:
    """Make the tables of a new head office, and take them away again when the block fails.

    Raises:
        Failure: ``CONFLICT`` when the database has tables of a head office; ``STORAGE_UNAVAILABLE`` when it
            cannot be written or reached.
    """
    with using_engine(config, create=True) as engine:
        require_no_tables(config)
        upgrade(engine)
        try:
            yield
        except BaseException:
            with suppress(Failure):
                remove_schema(engine)
            raise


@contextmanager
def loading_database(config: HeadOfficeConfig, dump: Path) -> Iterator[None]:
    """Put a dump into an empty PostgreSQL database and bring it to this release; not when the block fails.

    Raises:
        Failure: ``CONFLICT`` when the database has tables of a head office; ``HOME_INVALID`` when the dump is
            of a newer release; ``LOCAL_FAILURE`` when ``pg_restore`` is not here or fails;
            ``STORAGE_UNAVAILABLE``.
    """
    require_no_tables(config)
    with using_engine(config) as engine:
        load(engine, dump)
        try:
            upgrade(engine)
            yield
        except BaseException:
            with suppress(Failure):
                remove_schema(engine)
            raise


def upgrade_database(config: HeadOfficeConfig) -> str:
    """Bring the database of a home to this release's revision; leaves no connection open.

    A home has a database from its first moment on. One that is gone is not made anew: its message numbers
    would start again, and the branches would rightly refuse them (protocol §1.1).

    Returns:
        The revision.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``, ``INTEGRITY``; ``HOME_INVALID`` when the database is missing, empty
            or of a newer release.
    """
    if current_revision(config) is None:
        raise lost_database(config)
    with using_engine(config) as engine:
        return upgrade(engine)
