"""Where sealed bytes lie: a local folder, or any object store that fsspec reaches. One interface, no meaning.

Names are checked by the caller; a blob is written whole or not at all.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Protocol

import fsspec

from shared.errors import Code, Failure
from shared.stores.atomic import PRIVATE_FOLDER, TEMPORARY_PREFIX, write_file


class Blobs(Protocol):
    """A flat collection of named byte strings."""

    def write(self, name: str, data: bytes) -> None:
        """Store or replace a blob. Raises ``STORAGE_UNAVAILABLE``."""
        ...

    def read(self, name: str) -> bytes:
        """Return a blob. Raises ``NOT_FOUND`` or ``STORAGE_UNAVAILABLE``."""
        ...

    def read_start(self, name: str, length: int) -> bytes:
        """Return the first bytes of a blob, all of a shorter one. Raises as :meth:`read`."""
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


def open_blobs(root: str | Path) -> Blobs:
    """Open a collection: a path is a local folder (0700, made when absent), a URL goes to fsspec."""
    if isinstance(root, str) and "://" in root and not root.startswith("file://"):
        return RemoteBlobs(root)
    return LocalBlobs(Path(str(root).removeprefix("file://")))


class LocalBlobs:
    """Blobs as files of one folder. Writing is atomic and durable; symbolic links are not followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, data: bytes) -> None:
        """See :meth:`Blobs.write`."""
        try:
            self._folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            write_file(self._folder / name, data)
        except (OSError, Failure):
            raise _unavailable() from None

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
            raise _absent() from None
        except OSError:
            raise _unavailable() from None

    def exists(self, name: str) -> bool:
        """See :meth:`Blobs.exists`."""
        try:
            return (self._folder / name).is_file()
        except OSError:
            raise _unavailable() from None

    def delete(self, name: str) -> None:
        """See :meth:`Blobs.delete`."""
        try:
            (self._folder / name).unlink(missing_ok=True)
        except OSError:
            raise _unavailable() from None

    def names(self) -> list[str]:
        """See :meth:`Blobs.names`."""
        try:
            if not self._folder.exists():
                return []
            return sorted(e.name for e in self._folder.iterdir() if not e.name.startswith(TEMPORARY_PREFIX))
        except OSError:
            raise _unavailable() from None


class RemoteBlobs:
    """Blobs as objects under a URL of any file system fsspec knows, which write an object at once."""

    def __init__(self, url: str) -> None:
        self._url = url

    def write(self, name: str, data: bytes) -> None:
        """See :meth:`Blobs.write`."""
        try:
            system, root = self._open()
            system.pipe_file(f"{root}/{name}", data)
        except Exception:  # fsspec's implementations share no exception
            raise _unavailable() from None

    def read(self, name: str) -> bytes:
        """See :meth:`Blobs.read`."""
        try:
            system, root = self._open()
            return bytes(system.cat_file(f"{root}/{name}"))
        except FileNotFoundError:
            raise _absent() from None
        except Exception:  # fsspec's implementations share no exception
            raise _unavailable() from None

    def read_start(self, name: str, length: int) -> bytes:
        """See :meth:`Blobs.read_start`."""
        try:
            system, root = self._open()
            return bytes(system.cat_file(f"{root}/{name}", start=0, end=length))
        except FileNotFoundError:
            raise _absent() from None
        except Exception:  # fsspec's implementations share no exception
            raise _unavailable() from None

    def exists(self, name: str) -> bool:
        """See :meth:`Blobs.exists`."""
        try:
            system, root = self._open()
            return bool(system.isfile(f"{root}/{name}"))
        except Exception:  # fsspec's implementations share no exception
            raise _unavailable() from None

    def delete(self, name: str) -> None:
        """See :meth:`Blobs.delete`."""
        try:
            system, root = self._open()
            system.rm_file(f"{root}/{name}")
        except FileNotFoundError:
            return
        except Exception:  # fsspec's implementations share no exception
            raise _unavailable() from None

    def names(self) -> list[str]:
        """See :meth:`Blobs.names`."""
        try:
            system, root = self._open()
            return sorted(str(path).rpartition("/")[2] for path in system.ls(root, detail=False))
        except FileNotFoundError:
            return []
        except Exception:  # fsspec's implementations share no exception
            raise _unavailable() from None

    def _open(self) -> tuple[Any, str]:
        system, root = fsspec.core.url_to_fs(self._url)
        return system, str(root).rstrip("/")


def _absent() -> Failure:
    return Failure(Code.NOT_FOUND, "The store holds nothing under that name.")


def _unavailable() -> Failure:
    return Failure(Code.STORAGE_UNAVAILABLE)
