"""Checks a backup without restoring it: with the master key all of it, without one that it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from server.adapters.backup.manifest import MASTER_KEY, Manifest
from server.adapters.backup.reading import Progress, reading
from server.adapters.sql.revision import require_known
from server.bootstrap.backup.keys import GivenKey, master_key_of


@dataclass(frozen=True)
class CheckedBackup:
    """What a backup says of itself, and how far it was believed.

    Attributes:
        manifest: what it says.
        authentic: whether its MAC was verified with the master key; else only its digests were.
    """

    manifest: Manifest
    authentic: bool

    @property
    def has_master_key(self) -> bool:
        """Whether the master key is in it, sealed under a passphrase."""
        return MASTER_KEY in self.manifest.members


def check_backup(file: Path, given: GivenKey, home: Path, progress: Progress) -> CheckedBackup:
    """Compare every digest in a backup, and its MAC when the master key can be had.

    Args:
        file: the backup.
        given: the master key; that of the home when nothing is said.
        home: a head office's home, if there is one.
        progress: told how many bytes were read.

    Raises:
        Failure: ``NOT_FOUND``; ``INVALID_INPUT`` when it is no backup; ``HOME_INVALID`` when a newer release
            made it; ``INTEGRITY`` when it is damaged, changed, or of another master key;
            ``PERMISSION_DENIED`` for a wrong passphrase.
    """
    with reading(file, progress) as archive:
        require_known(archive.manifest.schema)
        key = master_key_of(archive, given, home, progress)
        if key is not None:
            with key:
                archive.authenticate(key)
    return CheckedBackup(archive.manifest, key is not None)
