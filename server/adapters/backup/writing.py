"""Writes an archive from its first byte to its last; nothing is held but the object at hand."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from server.adapters.backup.manifest import (
    MAC,
    MANIFEST,
    OPENING,
    Manifest,
    Member,
    encode_opening,
    is_member,
)
from shared.crypto.secret import Secret
from shared.stores.atomic import PRIVATE_FILE, open_atomically


class ArchiveWriter:
    """An archive that is being written; :func:`writing` opens one.

    Args:
        tar: an empty tar.
        seconds: the time that all its files bear.
        release: of this program.
    """

    def __init__(self, tar: tarfile.TarFile, seconds: int, release: str) -> None:
        self._tar = tar
        self._seconds = seconds
        self._members: dict[str, Member] = {}
        self.add(OPENING, encode_opening(release))

    @property
    def members(self) -> Mapping[str, Member]:
        """What was added so far."""
        return self._members

    def add(self, name: str, data: bytes) -> None:
        """Add a file.

        Raises:
            ValueError: no archive has such a member, or this one has it already.
        """
        self._require_new(name)
        self._write(name, len(data), io.BytesIO(data))
        self._members[name] = Member(len(data), hashlib.sha256(data).hexdigest())

    def add_file(self, name: str, path: Path) -> None:
        """Add what a file holds, which nobody changes meanwhile.

        Raises:
            ValueError: as :meth:`add`.
        """
        self._require_new(name)
        with path.open("rb") as stream:
            size = path.stat().st_size
            digested = _Digested(stream)
            self._write(name, size, digested)
        self._members[name] = Member(size, digested.hexdigest())

    def end(self, manifest: Manifest, master: Secret) -> Manifest:
        """Write the list of all that was added, and its MAC; return the list."""
        whole = replace(manifest, members=dict(self._members))
        for name, data in ((MANIFEST, whole.encode()), (MAC, whole.mac(master).hex().encode())):
            self._write(name, len(data), io.BytesIO(data))
        return whole

    def _write(self, name: str, size: int, stream: Any) -> None:
        header = tarfile.TarInfo(name)
        header.size, header.mode, header.mtime = size, PRIVATE_FILE, self._seconds
        self._tar.addfile(header, stream)
        self._tar.members = []  # type: ignore[attr-defined]  # it would remember the header of each of a hundred thousand files

    def _require_new(self, name: str) -> None:
        if not is_member(name) or name in self._members:
            raise ValueError(f"an archive has no second or foreign member: {name}")


@contextmanager
def writing(file: Path, seconds: int, release: str) -> Iterator[ArchiveWriter]:
    """Write a new archive (0600), which appears under its name, durably, when the block ends well.

    Raises:
        Failure: ``CONFLICT`` when the file is there; ``LOCAL_FAILURE`` when the system refuses.
    """
    with (
        open_atomically(file, replace=False) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield ArchiveWriter(tar, seconds, release)


class _Digested:
    """A stream that digests what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    def read(self, length: int = -1) -> bytes:
        """See :meth:`io.RawIOBase.read`."""
        data = self._stream.read(length)
        self._digest.update(data)
        return data

    def hexdigest(self) -> str:
        """SHA-256 of all that was read, in hexadecimal digits."""
        return self._digest.hexdigest()
