"""Restores a whole head office from a backup into an empty place, with exchanges disabled until the fence.

Everything is verified, then built in a folder beside the one that is to be the home, and named last: a
restore that fails leaves nothing. What lies outside the home, an object store or PostgreSQL, has to be empty
before, and is emptied again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

from server.adapters.backup.manifest import (
    BRANCHES,
    CERTIFICATES,
    DATABASES,
    ENROLMENTS,
    HOME,
    IMAGES,
    KEYS,
    MODELS,
    SETTINGS,
    SQLITE,
    Manifest,
)
from server.adapters.backup.reading import Archive, Progress, reading
from server.adapters.sql.postgres_tools import require_tools
from server.adapters.sql.revision import require_known
from server.bootstrap.backup.keys import GivenKey, master_key_of, no_key_for
from server.bootstrap.databases import require_no_tables
from server.bootstrap.head_office import assemble
from server.bootstrap.initialise import require_empty_vault
from server.bootstrap.schema import loading_database, upgrade_database
from server.bootstrap.trust_domain import own_domain
from server.config import HeadOfficeConfig, load_config
from server.ports import Actor, Office
from server.services.administration import note_restore
from server.services.audit import verify_audit
from shared.crypto.randomness import SystemRandomness
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.stores.atomic import PRIVATE_FILE, write_file
from shared.stores.blobs import Blobs, open_blobs
from shared.stores.home import Home, HomeKind, open_home
from shared.stores.master_key import find_key_source, own_key_file
from shared.stores.new_home import build_home, check_home_is_free
from shared.stores.sealed_store import SealedStore

_OF_THE_HOME = (HOME, SETTINGS, CERTIFICATES, KEYS, BRANCHES, MODELS)
_OF_THE_VAULT = (ENROLMENTS, IMAGES)


@dataclass(frozen=True)
class RestoreWish:
    """What an administrator says about a restore.

    Attributes:
        file: the backup.
        reason: for the audit.
        key: the master key.
        vault: whether the vault is filled from the backup; else it is left as it is.
        dry_run: whether nothing is done.
    """

    file: Path
    reason: str
    key: GivenKey = field(default_factory=GivenKey)
    vault: bool = True
    dry_run: bool = False


@dataclass(frozen=True)
class Restored:
    """What was put back, or would be.

    Attributes:
        manifest: what the backup says of itself.
        audit_rows: how many rows the audit log has now.
        vault: whether the vault was filled.
    """

    manifest: Manifest
    audit_rows: int
    vault: bool


def restore_home(home: Path, wish: RestoreWish, progress: Progress) -> Restored:
    """Restore a head office where none is.

    Args:
        home: the state folder that is to be.
        wish: what to restore, and how.
        progress: told how many bytes of the backup were read, in each of the passes over it.

    Raises:
        Failure: as :func:`reading`; ``CONFLICT`` when there is a home, or the database or the vault that the
            settings name is not empty; ``HOME_INVALID`` without the master key; ``PERMISSION_DENIED`` for a
            wrong passphrase; ``INTEGRITY`` when the audit log does not verify; ``LOCAL_FAILURE``,
            ``STORAGE_UNAVAILABLE``. Nothing is left behind then.
    """
    if wish.file.exists():  # before it is read, which takes long
        check_home_is_free(home, HomeKind.HEAD_OFFICE)
    with reading(wish.file, progress) as archive, ExitStack() as ends:
        require_known(archive.manifest.schema)
        key = master_key_of(archive, wish.key, home, progress)
        if key is None:
            raise no_key_for(archive)
        master = ends.enter_context(key)
        archive.authenticate(master)
        vault = wish.vault and archive.manifest.vault
        if wish.dry_run:
            return Restored(archive.manifest, archive.manifest.audit_rows, vault)
        with build_home(home, HomeKind.HEAD_OFFICE) as building:
            restoring = _Restoring(archive, building, master, progress)
            opened, config = restoring.lay_out()
            filled = restoring.filling_vault(opened, config) if vault else nullcontext()
            with filled, restoring.filling_database(config):
                rows = _proven(opened, config, wish)
        return Restored(archive.manifest, rows, vault)


def _proven(home: Home, config: HeadOfficeConfig, wish: RestoreWish) -> int:
    office = assemble(home, config)
    with closing(office.database):
        return prove_and_mark(home, office, wish.file, wish.reason)


def prove_and_mark(home: Home, office: Office, file: Path, reason: str) -> int:
    """Verify the audit log of a database that was put back, and disable exchanges until the fence (§5.7).

    Whatever the settings say, the row is by the administrator of the head office's own trust domain:
    a restore goes on under a setting that is wrong, and the log is for ever.

    Returns:
        How many audit rows there are then.

    Raises:
        Failure: ``INTEGRITY`` when the log does not verify; ``INVALID_INPUT`` for a reason that is none;
            as :func:`own_domain`.
    """
    verdict = verify_audit(office)
    if not verdict.ok:
        sentence = f"The audit log of {file} cannot be trusted from row {verdict.first_bad} on."
        raise Failure(Code.INTEGRITY, sentence)
    note_restore(office, Actor.local(own_domain(home), reason))
    return verdict.rows + 1


def require_kind(archive: Archive, config: HeadOfficeConfig) -> None:
    """Check that the database of the settings is of the kind that the backup holds.

    Raises:
        Failure: ``CONFLICT`` when it is not.
    """
    if (config.database_url is None) is (archive.manifest.database == SQLITE):
        return
    sentence = (
        f"{archive.path} holds a database of {archive.manifest.database}, and the settings name "
        f"{config.database_name}; a backup is restored to the kind of database that it was made of."
    )
    raise Failure(Code.CONFLICT, sentence)


class _Restoring:
    """The steps of one restore.

    Args:
        archive: what is restored, authentic.
        building: the folder that is to be the home.
        master: its master key.
        progress: told how far the archive is read.
    """

    def __init__(self, archive: Archive, building: Path, master: Secret, progress: Progress) -> None:
        self._archive = archive
        self._building = building
        self._master = master
        self._progress = progress

    def lay_out(self) -> tuple[Home, HeadOfficeConfig]:
        """Put everything in place that is in the home itself; what it says then.

        Raises:
            Failure: ``CONFLICT`` when the settings name another master key, another kind of database or one
                that is not empty; ``LOCAL_FAILURE`` without ``pg_restore``.
        """
        blobs = {part: self._blobs_of(part) for part in _OF_THE_HOME}
        for name, data in self._archive.members(_is_of(_OF_THE_HOME), self._progress):
            part, _, leaf = name.partition("/")
            blobs[part].write(leaf, data)
        self._open_settings()
        self._place_master_key()
        home = open_home(self._building, HomeKind.HEAD_OFFICE)
        config = load_config(home.root, home.record)
        require_kind(self._archive, config)
        if config.database_url is not None:
            require_tools("pg_restore")
            require_no_tables(config)
        return home, config

    @contextmanager
    def filling_vault(self, home: Home, config: HeadOfficeConfig) -> Iterator[None]:
        """Put images and enrolments where the settings say, and take them away when the block fails.

        Raises:
            Failure: ``CONFLICT`` when something lies there; ``STORAGE_UNAVAILABLE``.
        """
        require_empty_vault(home)
        parts = {part: open_blobs(config.vault.part(part)) for part in _OF_THE_VAULT}
        written: list[tuple[Blobs, str]] = []
        try:
            for name, data in self._archive.members(_is_of(_OF_THE_VAULT), self._progress):
                part, _, leaf = name.partition("/")
                written.append((parts[part], leaf))
                parts[part].write(leaf, data)
            yield
        except BaseException:
            for blobs, leaf in written:
                with suppress(Failure):
                    blobs.delete(leaf)
            raise

    @contextmanager
    def filling_database(self, config: HeadOfficeConfig) -> Iterator[None]:
        """Put the database in place, at this release's revision; not when the block fails.

        Raises:
            Failure: as :func:`loading_database`.
        """
        member = DATABASES[self._archive.manifest.database]
        file = self._building / member  # which is where the home has a database that is a file
        file.touch(PRIVATE_FILE)
        self._archive.copy(member, file, self._progress)
        if config.database_url is None:
            upgrade_database(config)
            yield
            return
        with loading_database(config, file):
            file.unlink()
            yield

    def _blobs_of(self, part: str) -> Blobs:
        return open_blobs(self._building if part == HOME else self._building / part)

    def _open_settings(self) -> None:
        folder = self._building / SETTINGS
        store = SealedStore(folder, self._master, SETTINGS, SystemRandomness())
        for name in store.names():
            write_file(self._building / name, store.get(name))
        shutil.rmtree(folder, ignore_errors=True)

    def _place_master_key(self) -> None:
        """In the home, unless the settings say that it is elsewhere; then it has to be there already."""
        source = find_key_source(self._building)
        if source.is_own:
            write_file(own_key_file(self._building), self._master.export_bytes())
            return
        with source.read() as theirs:
            if not theirs.equals_in_constant_time(self._master):
                sentence = (
                    f"The settings take the master key from {source.name}, and that is another one than this "
                    "backup's; put this one there first."
                )
                raise Failure(Code.CONFLICT, sentence)


def _is_of(parts: tuple[str, ...]) -> Callable[[str], bool]:
    return lambda name: name.partition("/")[0] in parts and "/" in name
