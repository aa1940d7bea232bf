"""Finds the master key that an archive is opened with: where people kept it apart, or within the archive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from server.adapters.backup.manifest import MASTER_KEY
from server.adapters.backup.reading import Archive, Progress
from shared.crypto.passphrase import open_with_passphrase
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.stores.master_key import find_key_source, named_master_key


@dataclass(frozen=True)
class GivenKey:
    """What an administrator says about the master key of an archive; nothing when the settings name it.

    Attributes:
        file: holds the key.
        passphrase: asked for when the key within the archive is to be used.
        ask: asks a person for the passphrase, when nothing else is given; ``None`` where nobody is.
    """

    file: Path | None = None
    passphrase: Secret | None = None
    ask: Callable[[], Secret] | None = None


def master_key_of(archive: Archive, given: GivenKey, home: Path, progress: Progress) -> Secret | None:
    """The master key for an archive, which is still to be authenticated with it; the caller wipes it.

    Args:
        archive: what it is for.
        given: what was said about it.
        home: a folder that may hold settings, and a key of its own.
        progress: told how far the archive is read.

    Returns:
        The key; ``None`` when nothing names one.

    Raises:
        Failure: ``INVALID_INPUT`` when a file or a passphrase is given that there is nothing for;
            ``PERMISSION_DENIED`` for a wrong passphrase; ``HOME_INVALID`` when what the settings name cannot
            be read.
    """
    if given.file is not None:
        return named_master_key(given.file, "key_file")
    if given.passphrase is not None:
        return _within(archive, given.passphrase, progress)
    source = find_key_source(home)
    if not source.is_own or (source.file is not None and source.file.exists()):
        return source.read()
    if given.ask is not None and MASTER_KEY in archive.manifest.members:
        with given.ask() as passphrase:
            return _within(archive, passphrase, progress)
    return None


def no_key_for(archive: Archive) -> Failure:
    """Nothing names the master key, and without it nothing in the archive opens."""
    held = MASTER_KEY in archive.manifest.members
    sentence = (
        f"The master key {archive.manifest.master_key} is needed; name its file with --key-file, or set "
        "RIDGEKEY_MASTER_KEY_FILE"
        + (", or give the passphrase with --passphrase-file." if held else ": it is not in this backup.")
    )
    return Failure(Code.HOME_INVALID, sentence)


def _within(archive: Archive, passphrase: Secret, progress: Progress) -> Secret:
    for _, sealed in archive.members(lambda name: name == MASTER_KEY, progress):
        return open_with_passphrase(sealed, passphrase)
    sentence = f"{archive.path} does not hold the master key; name the key's file with --key-file."
    raise Failure(Code.INVALID_INPUT, sentence, field="passphrase_file")
