"""Opens the head office of a home: the one place where its ports meet their adapters."""

from __future__ import annotations

from pathlib import Path

from server.adapters.log_key import KeyringLogKey
from server.adapters.memory.refusal_minutes import RefusalMinutes
from server.adapters.memory.token_buckets import TokenBuckets
from server.adapters.model_files import ModelFiles
from server.adapters.sql.database import SqlDatabase
from server.adapters.sql.revision import head_revision, require_known, revision_of, upgrade
from server.adapters.sql.sqlite_engine import sqlite_engine
from server.adapters.system_clock import SystemClock
from server.bootstrap.intent import settle
from server.config import DATABASE_NAME, HeadOfficeConfig, load_config
from server.ports import Clock, Office
from shared.crypto.randomness import Randomness, SystemRandomness
from shared.errors import Code, Failure
from shared.keygen.self_test import prove_once
from shared.stores.enrolments import EnrolmentStore
from shared.stores.home import Home, HomeKind, open_home
from shared.stores.images import ImageVault
from shared.stores.model_shelf import ModelShelf

_UPGRADE_WAIT_SECONDS = 15.0


def open_head_office(
    home: Path, *, clock: Clock | None = None, randomness: Randomness | None = None
) -> Office:
    """Open an existing head office, with the settings that were audited last.

    Args:
        home: its state folder.
        clock: the system's clocks when absent.
        randomness: the operating system's generator when absent.

    Returns:
        The office; its ``database`` is to be closed in the end.

    Raises:
        Failure: ``HOME_INVALID`` when the folder is not a head office's, is of a newer format, or its
            database is missing or at another revision; ``INVALID_INPUT`` for a setting with no valid value.
    """
    opened = open_home(home, HomeKind.HEAD_OFFICE)
    config = load_config(opened.root, opened.record)
    _require_head(opened.root)
    office = assemble(opened, config, clock=clock, randomness=randomness)
    if not settle(opened, office.database):
        return office
    office.database.close()
    return open_head_office(home, clock=clock, randomness=randomness)


def assemble(
    home: Home,
    config: HeadOfficeConfig,
    *,
    clock: Clock | None = None,
    randomness: Randomness | None = None,
) -> Office:
    """Wire an office on a home whose database is known to be at the revision of this release."""
    clock = clock or SystemClock()
    randomness = randomness or SystemRandomness()
    wait = config.database_wait_seconds
    master = home.master_key()
    return Office(
        config=config,
        database=SqlDatabase(sqlite_engine(config.database_file, wait), clock, wait),
        enrolments=EnrolmentStore.of(home, master, randomness),
        images=ImageVault.of(home, master, randomness),
        models=ModelFiles(shelf_of(home), config),
        clock=clock,
        randomness=randomness,
        rates=TokenBuckets(clock, config.branch_hellos_per_second, config.branch_hello_burst),
        user_rates=TokenBuckets(clock, config.user_hellos_per_second, config.user_hello_burst),
        refusals=RefusalMinutes(clock),
        log_key=KeyringLogKey(home, clock, randomness),
    )


def shelf_of(home: Home) -> ModelShelf:
    """The models of a home; each is proven here before its first use."""
    return ModelShelf(home.models, prove_once)


def create_database(home: Path) -> str:
    """Make the database (0600) of a home that is being built, at this release's revision.

    Returns:
        The revision.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE`` when it cannot be written.
    """
    return _upgraded(home, create=True)


def upgrade_database(home: Path) -> str:
    """Bring the database of a home to this release's revision; leaves no connection open.

    A home has a database from its first moment on. One that is gone is not made anew: its message numbers
    would start again, and the branches would rightly refuse them (protocol §1.1).

    Returns:
        The revision.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``, ``INTEGRITY``; ``HOME_INVALID`` when the database is missing, empty
            or of a newer release.
    """
    if current_revision(home) is None:
        raise _lost_database(home)
    return _upgraded(home, create=False)


def current_revision(home: Path) -> str | None:
    """The revision of a home's database; ``None`` when there is no database or it has no revision.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE`` or ``INTEGRITY`` when it cannot be read.
    """
    file = home / DATABASE_NAME
    if not file.is_file():
        return None
    engine = sqlite_engine(file, _UPGRADE_WAIT_SECONDS)
    try:
        return revision_of(engine)
    finally:
        engine.dispose()


def _require_head(home: Path) -> None:
    found, needed = current_revision(home), head_revision()
    if found is None:
        raise _lost_database(home)
    require_known(found)
    if found != needed:
        sentence = (
            f"The database of {home} is at revision {found} and this release needs {needed}; "
            "run `ridgekey db upgrade`."
        )
        raise Failure(Code.HOME_INVALID, sentence)


def _upgraded(home: Path, *, create: bool) -> str:
    engine = sqlite_engine(home / DATABASE_NAME, _UPGRADE_WAIT_SECONDS, create=create)
    try:
        return upgrade(engine)
    finally:
        engine.dispose()


def _lost_database(home: Path) -> Failure:
    sentence = f"The database of {home} is missing or empty; put its latest copy back in place."
    return Failure(Code.HOME_INVALID, sentence)
