"""Reads an archive that may be anything: cut short, altered, of another head office, or no archive at all.

It is read through twice. First every digest is compared, and nothing leaves it; then each member is taken
out, and compared again as it goes. A member is a regular file with a known name; a link is damage.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from server.adapters.backup.manifest import (
    MAC,
    MANIFEST,
    OPENING,
    Manifest,
    Member,
    is_member,
    no_backup,
    require_readable,
)
from shared.crypto.data_key import check_value
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.stores.atomic import refusal

Progress = Callable[[int, int], None]
"""Told how many bytes were read, and how many there are."""

_PIECE = 1 << 20
_MOST_LISTED = 1 << 30
"""Bytes of a manifest: several million members."""
_MOST_OPENING = 65_536


class Archive:
    """An archive whose digests are those of its manifest; :func:`reading` opens one.

    Attributes:
        path: the file.
        manifest: what it says of itself, which only :meth:`authenticate` makes more than a claim.
    """

    def __init__(self, path: Path, manifest: Manifest, mac: bytes) -> None:
        self.path = path
        self.manifest = manifest
        self._mac = mac

    def authenticate(self, master: Secret) -> None:
        """Check that a holder of the master key made the archive, and nobody changed it.

        Raises:
            Failure: ``INTEGRITY`` when it is of another master key, or was made otherwise.
        """
        own = check_value(master).hex()
        if self.manifest.master_key != own:
            sentence = (
                f"{self.path} belongs to the master key {self.manifest.master_key}, and the one given is "
                f"{own}: it is another head office's, or from before a change of the key; give that key."
            )
            raise Failure(Code.INTEGRITY, sentence)
        if not hmac.compare_digest(self.manifest.mac(master).hex().encode(), self._mac):
            sentence = f"{self.path} was changed after it was made, by somebody without the master key."
            raise Failure(Code.INTEGRITY, sentence)

    def members(self, wanted: Callable[[str], bool], progress: Progress) -> Iterator[tuple[str, bytes]]:
        """The name and the bytes of each member that is wanted, as they stand in the archive.

        Raises:
            Failure: ``INTEGRITY`` when one changed since the archive was opened, or is gone.
        """
        left = {name for name in self.manifest.members if wanted(name)}
        for name, stream in _walk(self.path, progress):
            if name in left:
                left.remove(name)
                taken = io.BytesIO()
                self._take(name, stream, taken)
                yield name, taken.getvalue()
        if left:
            raise _damaged(self.path)

    def copy(self, name: str, target: Path, progress: Progress) -> None:
        """Write a member to a file that is there.

        Raises:
            Failure: ``INTEGRITY`` as :meth:`members`; ``LOCAL_FAILURE`` when the system refuses.
        """
        for found, stream in _walk(self.path, progress):
            if found == name:
                try:
                    with target.open("wb") as file:
                        self._take(name, stream, file)
                except OSError as error:
                    raise refusal("write", target, error) from None
                return
        raise _damaged(self.path)

    def _take(self, name: str, stream: IO[bytes], target: IO[bytes]) -> None:
        if _digested(self.path, stream, target) != self.manifest.members[name]:
            raise _damaged(self.path)


@contextmanager
def reading(path: Path, progress: Progress) -> Iterator[Archive]:
    """Open an archive for the length of the block, after every digest in it was compared.

    Raises:
        Failure: ``NOT_FOUND`` when there is no such file; ``INVALID_INPUT`` when it is no backup;
            ``HOME_INVALID`` when a newer release made it; ``INTEGRITY`` when it is cut short or damaged;
            ``LOCAL_FAILURE`` when the system refuses.
    """
    yield _verified(path, progress)


def _verified(path: Path, progress: Progress) -> Archive:
    found: dict[str, Member] = {}
    listed: bytes | None = None
    mac: bytes | None = None
    for name, stream in _walk(path, progress):
        if not found:
            opening = _opening(name, stream, path)
            require_readable(opening, str(path))
            found[OPENING] = Member(len(opening), hashlib.sha256(opening).hexdigest())
        elif mac is not None or (listed is not None) != (name == MAC):
            raise _damaged(path)
        elif name == MANIFEST:
            listed = _piece(path, stream, _MOST_LISTED)
        elif name == MAC:
            mac = _piece(path, stream, _MOST_OPENING)
        elif not is_member(name) or name in found:
            raise _damaged(path)
        else:
            found[name] = _digested(path, stream)
    if listed is None or mac is None:
        raise _cut_short(path)
    manifest = Manifest.decode(listed)
    if found != manifest.members or manifest.encode() != listed:
        raise _damaged(path)
    return Archive(path, manifest, mac)


def _walk(path: Path, progress: Progress) -> Iterator[tuple[str, IO[bytes]]]:
    """The name and the stream of each member; a stream is good until the next one is asked for."""
    first = True
    try:
        total = path.stat().st_size
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as tar:
            while (header := tar.next()) is not None:
                tar.members = []  # type: ignore[attr-defined]  # it would remember the header of each of a hundred thousand files
                plain = header.isreg() and not header.issparse()
                stream = tar.extractfile(header) if plain else None
                if stream is None:
                    raise _damaged(path)
                yield header.name, stream
                first = False
                progress(header.offset_data + header.size, total)
    except FileNotFoundError:
        raise Failure(Code.NOT_FOUND, f"There is no file {path}.") from None
    except tarfile.TarError:
        raise (no_backup(str(path)) if first else _damaged(path)) from None
    except OSError as error:
        raise refusal("read", path, error) from None


def _opening(name: str, stream: IO[bytes], path: Path) -> bytes:
    if name != OPENING:
        raise no_backup(str(path))
    return _piece(path, stream, _MOST_OPENING)


def _digested(path: Path, stream: IO[bytes], target: IO[bytes] | None = None) -> Member:
    digest, size = hashlib.sha256(), 0
    while piece := _piece(path, stream, _PIECE):
        digest.update(piece)
        size += len(piece)
        if target is not None:
            target.write(piece)
    return Member(size, digest.hexdigest())


def _piece(path: Path, stream: IO[bytes], most: int) -> bytes:
    """The next bytes of a member, which may be cut short."""
    try:
        return stream.read(most)
    except tarfile.TarError:
        raise _cut_short(path) from None
    except OSError as error:
        raise refusal("read", path, error) from None


def _cut_short(path: Path) -> Failure:
    sentence = f"{path} is cut short or damaged: it does not end as it should; use another copy."
    return Failure(Code.INTEGRITY, sentence)


def _damaged(path: Path) -> Failure:
    return Failure(Code.INTEGRITY, f"{path} is damaged: a file in it is not what it was; use another copy.")
