"""Where sealed bytes lie: a local folder, or any object store that fsspec reaches. One interface, no meaning.

Names are checked by the caller; a blob is written whole or not at all. Each failure says in its sentence
which store it is and what to do; that is for whoever runs the home, and never for a peer.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from shared.errors import Code, Failure
from shared.stores.atomic import PRIVATE_FOLDER, TEMPORARY_PREFIX, write_file
from shared.stores.location import Location
from shared.stores.remote_blobs import RemoteBlobs, absent, taken


class Blobs(Protocol):
    """A flat collection of named byte strings."""

    def write(self, name: str, data: bytes) -> None:
        """Store or replace a blob. Raises ``STORAGE_UNAVAILABLE``."""
        ...

    def create(self, name: str, data: bytes) -> None:
        """Store a blob under a name that is free. Raises ``CONFLICT`` or ``STORAGE_UNAVAILABLE``."""
        ...

    def read(self, name: str) -> bytes:
        """Return a blob. Raises ``NOT_FOUND`` or ``STORAGE_UNAVAILABLE``."""
        ...

    def read_start(self, name: str, length: int) -> bytes:
        """Return the first bytes of a blob, all of a shorter one. Raises as :meth:`read`."""
        ...

    def size(self, name: str) -> int:
        """How many bytes a blob has. Raises ``NOT_FOUND`` or ``STORAGE_UNAVAILABLE``."""
        ...

    def exists(self, name: str) -> bool:
        """Whether there is such a blob. Raises ``STORAGE_UNAVAILABLE``."""
        ...

    def delete(self, name: str) -> None:
        """Remove a blob; one that is absent is no failure. Raises ``STORAGE_UNAVAILABLE``."""
        ...

    def names(self) -> list[str]:
        """The names of all blobs, sorted. Raises ``STORAGE_UNAVAILABLE``."""
        ...


def open_blobs(place: str | Path | Location) -> Blobs:
    """Open a collection: a path is a local folder (0700, made when absent), a URL goes to fsspec.

    Nothing is reached yet.
    """
    location = place if isinstance(place, Location) else Location(place)
    folder = location.folder
    return RemoteBlobs(location) if folder is None else LocalBlobs(folder)


class LocalBlobs:
    """Blobs as files of one folder. Writing is atomic and durable; symbolic links are not followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, data: bytes) -> None:
        """See :meth:`Blobs.write`."""
        self._write(name, data, replace=True)

    def create(self, name: str, data: bytes) -> None:
        """See :meth:`Blobs.create`."""
        self._write(name, data, replace=False)

    def read(self, name: str) -> bytes:
        """See :meth:`Blobs.read`."""
        return self.read_start(name, -1)

    def read_start(self, name: str, length: int) -> bytes:
        """See :meth:`Blobs.read_start`."""
        try:
            descriptor = os.open(self._folder / name, os.O_RDONLY | os.O_NOFOLLOW)
            with os.fdopen(descriptor, "rb") as file:
                return file.read(length)
        except FileNotFoundError:
            raise absent() from None
        except OSError as error:
            raise self._unavailable("read", error) from None

    def size(self, name: str) -> int:
        """See :meth:`Blobs.size`."""
        try:
            return (self._folder / name).lstat().st_size
        except FileNotFoundError:
            raise absent() from None
        except OSError as error:
            raise self._unavailable("read", error) from None

    def exists(self, name: str) -> bool:
        """See :meth:`Blobs.exists`."""
        try:
            return (self._folder / name).is_file()
        except OSError as error:
            raise self._unavailable("read", error) from None

    def delete(self, name: str) -> None:
        """See :meth:`Blobs.delete`."""
        try:
            (self._folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise self._unavailable("written", error) from None

    def names(self) -> list[str]:
        """See :meth:`Blobs.names`."""
        try:
            if not self._folder.exists():
                return []
            return sorted(e.name for e in self._folder.iterdir() if not e.name.startswith(TEMPORARY_PREFIX))
        except OSError as error:
            raise self._unavailable("read", error) from None

    def _write(self, name: str, data: bytes, *, replace: bool) -> None:
        try:
            self._folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            write_file(self._folder / name, data, replace=replace)
        except OSError as error:
            raise self._unavailable("written", error) from None
        except Failure as failure:
            if failure.code is Code.CONFLICT:
                raise taken() from None
            raise Failure(Code.STORAGE_UNAVAILABLE, failure.sentence) from None

    def _unavailable(self, what: str, error: OSError) -> Failure:
        sentence = f"The folder {self._folder} cannot be {what}: {error.strerror}."
        return Failure(Code.STORAGE_UNAVAILABLE, sentence)
