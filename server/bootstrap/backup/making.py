"""Makes a backup of a whole head office while its servers go on (ADR 25).

The database is copied first, as it is at one moment, and what its rows name is fetched after. That is enough:
a sealed file is there before the row that names it, and goes after it. What came later is not in the backup;
what was removed between the two is said, and is no fault; what is missing for any other reason is.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib import metadata
from pathlib import Path

from server.adapters.backup.manifest import (
    BRANCHES,
    CERTIFICATES,
    DATABASES,
    ENROLMENTS,
    HOME,
    IMAGES,
    KEYS,
    MASTER_KEY,
    MODELS,
    POSTGRESQL,
    SETTINGS,
    SQLITE,
    Manifest,
    is_member,
)
from server.adapters.backup.writing import ArchiveWriter, writing
from server.adapters.sql.postgres_tools import require_tools
from server.adapters.sql.revision import head_revision
from server.adapters.sql.snapshot import snapshot
from server.bootstrap.credentials import Credentials
from server.bootstrap.intent import INTENDED_FILE
from server.bootstrap.signing import SEEN_FILE
from server.ports import Actor, Office
from server.services.administration import (
    BackupSurvey,
    enrolment_is_held,
    image_is_held,
    note_backup,
    survey_backup,
)
from shared.crypto.certificates import certificate_sha256
from shared.crypto.data_key import check_value
from shared.crypto.passphrase import check_passphrase, seal_under_passphrase
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.settings import CONFIG_NAME, settings_file
from shared.stores.atomic import PRIVATE_FOLDER, TEMPORARY_PREFIX, check_writable, read_file, refusal
from shared.stores.home import Home, HomeKind, open_home
from shared.stores.keyring import AUTHORITY, LOG, PACKAGE
from shared.stores.sealed_store import SealedStore
from shared.stores.sealed_stores import sealed_stores

Progress = Callable[[int, int], None]
"""Told how many sealed objects were copied, and how many there are."""

_TRIES = 5


@dataclass(frozen=True)
class BackupWish:
    """What an administrator says about a backup.

    Attributes:
        file: a new file.
        passphrase: seals the master key in it; without one the key is left out.
        vault: whether images and enrolments go into it.
    """

    file: Path
    passphrase: Secret | None = None
    vault: bool = True


@dataclass(frozen=True)
class Backup:
    """What was made.

    Attributes:
        manifest: what it says of itself.
        size: of the file, in bytes.
        elsewhere: the file of settings that is in force and lies outside the home, so that it is not in it.
    """

    manifest: Manifest
    size: int
    elsewhere: Path | None


def back_up(office: Office, wish: BackupWish, actor: Actor, progress: Progress) -> Backup:
    """Make a backup; it appears under its name when all of it is on disk.

    The row of the audit comes first: nothing is copied that nobody can be asked about. What would keep any
    from being made is seen before it, or a timer would fill the log, night by night, with backups of nothing.

    Args:
        office: the head office.
        wish: what goes into it, and where it is to be.
        actor: who takes it, and why.
        progress: told how far it is.

    Raises:
        Failure: ``CONFLICT`` when the file is there, or the settings change all the time; ``INVALID_INPUT``
            for a passphrase that is too short; ``LOCAL_FAILURE`` without room or without ``pg_dump``;
            ``STORAGE_UNAVAILABLE`` when database or vault does not answer; ``AUDIT_UNAVAILABLE``. There is no
            backup then.
    """
    check_writable(wish.file)
    if wish.file.exists():
        raise Failure(Code.CONFLICT, f"{wish.file} is there already; name a new file.")
    if wish.passphrase is not None:
        check_passphrase(wish.passphrase)
    home = open_home(office.config.home, HomeKind.HEAD_OFFICE)
    if office.config.database_url is not None:
        require_tools("pg_dump")
    with _workroom(wish.file.parent) as room:
        note_backup(office, actor, vault=wish.vault, master_key=wish.passphrase is not None)
        return _copied(office, home, wish, room, progress)


def _copied(office: Office, home: Home, wish: BackupWish, room: Path, progress: Progress) -> Backup:
    for _ in range(_TRIES):
        # Seen before the copy, so that the copy goes on from it.
        seen, before = _small_files(home, SEEN_FILE), _settings(home)
        with _workroom(room) as folder:
            with snapshot(office.config, office.clock, folder) as taken:
                survey = survey_backup(taken.transaction)
            if _settings(home) != before:
                continue  # a choice was audited meanwhile: record and audit have to be of one moment
            with home.master_key() as master:
                making = _Making(office, home, master, wish, folder)
                manifest = making.write(taken.file, survey, {**before, **seen}, progress)
        return Backup(manifest, wish.file.stat().st_size, _settings_elsewhere(home))
    raise Failure(Code.CONFLICT, "The settings of this head office change all the time; try again.")


class _Making:
    """One backup in the making.

    Args:
        office: the head office.
        home: its home.
        master: its master key.
        wish: what was asked for.
        folder: for what has to lie somewhere first.
    """

    def __init__(self, office: Office, home: Home, master: Secret, wish: BackupWish, folder: Path) -> None:
        self._office = office
        self._home = home
        self._master = master
        self._wish = wish
        self._folder = folder
        self._removed: list[str] = []
        self._damaged: list[str] = []

    def write(
        self, database: Path, survey: BackupSurvey, small: Mapping[str, bytes], progress: Progress
    ) -> Manifest:
        """Write the archive; the manifest that ends it."""
        manifest = self._manifest(survey)
        seconds = int(self._office.clock.now().timestamp())
        with writing(self._wish.file, seconds, manifest.release) as archive:
            archive.add_file(DATABASES[manifest.database], database)
            for name, data in small.items():
                archive.add(f"{HOME}/{name}", data)
            self._add_settings(archive)
            # Before the keys: a certificate that is renewed meanwhile leaves its key until the next renewal.
            self._add_folder(archive, CERTIFICATES, self._home.certificates)
            self._add_folder(archive, BRANCHES, self._home.branches)
            self._add_folder(archive, MODELS, self._home.models)
            self._add_sealed(archive, survey, progress)
            if self._wish.passphrase is not None:
                sealed = seal_under_passphrase(self._master, self._wish.passphrase, self._office.randomness)
                archive.add(MASTER_KEY, sealed)
            said = replace(manifest, removed=tuple(self._removed), damaged=tuple(self._damaged))
            return archive.end(said, self._master)

    def _manifest(self, survey: BackupSurvey) -> Manifest:
        config = self._office.config
        authority = Credentials(self._home, self._office.randomness).authority_certificate()
        return Manifest(
            made_at=f"{self._office.clock.now():%Y-%m-%dT%H:%M:%SZ}",
            release=metadata.version("ridgekey"),
            schema=head_revision(),
            database=SQLITE if config.database_url is None else POSTGRESQL,
            trust_domain=config.trust_domain,
            authority=certificate_sha256(authority).hex(),
            master_key=check_value(self._master).hex(),
            vault=self._wish.vault,
            audit_rows=survey.audit_rows,
            log=survey.checkpoint.log_id.hex(),
            signed_rows=survey.checkpoint.size,
            root=survey.checkpoint.root.hex(),
            highest_number=survey.highest_number,
            images=len(survey.images),
            enrolments=len(survey.enrolments),
        )

    def _add_settings(self, archive: ArchiveWriter) -> None:
        """What people wrote may hold a password, so it is sealed under the master key."""
        for name, data in _small_files(self._home, CONFIG_NAME).items():
            store = SealedStore(self._folder / SETTINGS, self._master, SETTINGS, self._office.randomness)
            store.put(name, data)
            for blob, sealed in store.export(name).items():
                archive.add(f"{SETTINGS}/{blob}", sealed)

    def _add_folder(self, archive: ArchiveWriter, part: str, folder: Path) -> None:
        try:
            files = sorted(folder.iterdir()) if folder.is_dir() else []
        except OSError as error:
            raise refusal("read", folder, error) from None
        for path in files:
            name = f"{part}/{path.name}"
            if path.is_file() and is_member(name):
                for data in _read_if_there(path):
                    archive.add(name, data)

    def _add_sealed(self, archive: ArchiveWriter, survey: BackupSurvey, progress: Progress) -> None:
        """Everything that the master key opens, each object opened to be sure that it does."""
        office = self._office
        keys, enrolments, images = sealed_stores(
            self._home, self._master, office.randomness, office.config.vault
        )
        for name in sorted({AUTHORITY, LOG, PACKAGE, *keys.names()}):
            self._add_object(archive, KEYS, keys, name, lambda name=name: name in (AUTHORITY, LOG, PACKAGE))
        if not self._wish.vault:
            return
        total, done = len(survey.images) + len(survey.enrolments), 0
        for user, number in survey.enrolments:
            held = partial(enrolment_is_held, office, user, number)
            self._add_object(archive, ENROLMENTS, enrolments, f"{user}.{number}", held)
            progress(done := done + 1, total)
        for user, number in survey.revoked:
            if enrolments.exists(f"{user}.{number}"):
                self._add_object(archive, ENROLMENTS, enrolments, f"{user}.{number}", lambda: False)
        for image in survey.images:
            self._add_object(archive, IMAGES, images, image, partial(image_is_held, office, image))
            progress(done := done + 1, total)

    def _add_object(
        self, archive: ArchiveWriter, part: str, store: SealedStore, name: str, held: Callable[[], bool]
    ) -> None:
        try:
            blobs = store.export(name)
        except Failure as failure:
            if failure.code not in (Code.NOT_FOUND, Code.INTEGRITY):
                raise
            (self._damaged if held() else self._removed).append(f"{part}/{name}")
            return
        for blob, data in blobs.items():
            archive.add(f"{part}/{blob}", data)


def _settings(home: Home) -> Mapping[str, bytes]:
    """The home's record, and a change of it that waits: together they say what is in force."""
    return _small_files(home, home.kind.record_name, INTENDED_FILE)


def _small_files(home: Home, *names: str) -> Mapping[str, bytes]:
    return {name: data for name in names for data in _read_if_there(home.root / name)}


def _read_if_there(path: Path) -> Iterator[bytes]:
    try:
        yield read_file(path)
    except Failure as failure:
        if failure.code is not Code.NOT_FOUND:
            raise


def _settings_elsewhere(home: Home) -> Path | None:
    file = settings_file(home.root)
    return None if file == home.root / CONFIG_NAME else file


@contextmanager
def _workroom(folder: Path) -> Iterator[Path]:
    """A private folder beside the archive, where there has to be room anyway; gone when the block ends."""
    room = folder / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}.backup"
    try:
        room.mkdir(PRIVATE_FOLDER)
    except OSError as error:
        raise refusal("create", room, error) from None
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
