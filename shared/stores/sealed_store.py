"""A store of sealed objects (protocol §4.7): what lies there opens only with the master key and its name.

Each object is two blobs: ``NAME.sealed``, which no change of the master key touches, and ``NAME.ID.key``, its
data key wrapped under the master key. ID is drawn for every content and stands in the object, so that one
that is replaced is whole at every moment: first comes the new key, then the new object, and the old key goes
last.
Kind and name are authenticated, so one object cannot stand in for another. Names are checked before they
reach a file system: no separators, no dots together, nothing hidden.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.crypto.data_key import OBJECT_ID_BYTES, Place, altered, check_value, unwrap, wrap, wrapped_under
from shared.crypto.key_schedule import KEY_BYTES
from shared.crypto.randomness import Randomness
from shared.crypto.sealed_file import open_sealed
from shared.crypto.sealed_object import HEADER_BYTES, object_id_of, open_object, seal_object
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.stores.blobs import open_blobs
from shared.stores.location import Location

SUFFIX = ".sealed"
KEY_SUFFIX = ".key"

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9])?", re.ASCII)
_READS = 5
"""How often an object is read anew that is replaced while it is read."""


@dataclass(frozen=True)
class Entry:
    """One thing that the master key opens: a wrapped data key, or a file of the first releases (no ID)."""

    name: str
    object_id: bytes | None


class SealedStore:
    """Named secrets of one kind under one root.

    Args:
        root: a folder, a URL for fsspec, or either with its limits.
        master: the home's master key; the store keeps the reference and never copies it.
        kind: what the store holds, such as ``enrolment``; part of every object's key.
        randomness: for the data keys.
    """

    def __init__(
        self, root: str | Path | Location, master: Secret, kind: str, randomness: Randomness
    ) -> None:
        self._blobs = open_blobs(root)
        self._master = master
        self._kind = kind
        self._randomness = randomness

    def put(self, name: str, data: bytes) -> None:
        """Seal ``data`` and store it under ``name``, replacing what was there.

        Raises:
            Failure: ``INVALID_INPUT`` for a name that is none; ``STORAGE_UNAVAILABLE``.
        """
        before = self._object_id(name)
        _, sealed = self._lay_key(name, data)
        self._blobs.write(file_name(name), sealed)
        if before is not None:
            self._blobs.delete(_key_name(name, before))

    def create(self, name: str, data: bytes) -> None:
        """Seal ``data`` and store it under ``name``, which nobody else may have.

        What opens with this store's own key was left there by a call that did not come to its end, and is
        replaced.

        Raises:
            Failure: ``CONFLICT`` when something of another's has the name; else as :meth:`put`.
        """
        blob_name = file_name(name)
        object_id, sealed = self._lay_key(name, data)
        try:
            self._blobs.create(blob_name, sealed)
        except Failure as failure:
            if failure.code is not Code.CONFLICT:
                raise
            if self._object_id(name) == object_id:
                return  # it is this very object: the store's first answer was lost, and it was asked again
            self._blobs.delete(_key_name(name, object_id))
            self._require_own(name)
            self.put(name, data)

    def get(self, name: str) -> bytes:
        """Return what was stored under ``name``.

        Raises:
            Failure: ``NOT_FOUND``, ``INTEGRITY`` (altered, moved, or another master key),
                ``STORAGE_UNAVAILABLE``, or ``INVALID_INPUT`` for a name that is none.
        """
        return self._read(name)[0]

    def export(self, name: str) -> Mapping[str, bytes]:
        """The blobs of an object by their names, as they lie: of one content, which was opened to be sure.

        Raises:
            Failure: as :meth:`get`.
        """
        return self._read(name)[1]

    def _read(self, name: str) -> tuple[bytes, Mapping[str, bytes]]:
        """The content of an object, and the blobs that it was opened from."""
        sealed = file_name(name)
        for _ in range(_READS):
            blob = self._blobs.read(sealed)
            object_id = object_id_of(blob)
            if object_id is None:
                return open_sealed(blob, self._master, self._kind, name), {sealed: blob}
            key_name = _key_name(name, object_id)
            try:
                wrapped = self._blobs.read(key_name)
            except Failure as failure:
                if failure.code is not Code.NOT_FOUND:
                    raise
                continue  # another object has taken its place, or its key is lost
            data = self._open(blob, wrapped, Place(self._kind, name, object_id))
            return data, {sealed: blob, key_name: wrapped}
        raise altered(self._kind, name)

    def exists(self, name: str) -> bool:
        """Whether something is stored under ``name``."""
        return self._blobs.exists(file_name(name))

    def stored_size(self, name: str) -> int:
        """How many bytes the sealed object has, without its data key.

        Raises:
            Failure: ``NOT_FOUND`` or ``STORAGE_UNAVAILABLE``.
        """
        return self._blobs.size(file_name(name))

    def delete(self, name: str) -> None:
        """Remove what is stored under ``name``; nothing there is no failure."""
        object_id = self._object_id(name)
        self._blobs.delete(file_name(name))
        if object_id is not None:
            self._blobs.delete(_key_name(name, object_id))

    def names(self) -> tuple[str, ...]:
        """The names in the store, sorted."""
        found = (n.removesuffix(SUFFIX) for n in self._blobs.names() if n.endswith(SUFFIX))
        return tuple(sorted(name for name in found if _is_name(name)))

    def entry(self, name: str) -> Entry:
        """What the master key opens of the object under ``name``; no more than its header is read.

        Raises:
            Failure: ``NOT_FOUND`` or ``STORAGE_UNAVAILABLE``.
        """
        return Entry(name, object_id_of(self._blobs.read_start(file_name(name), HEADER_BYTES)))

    def is_sealed_here(self, entry: Entry) -> bool:
        """Whether an entry is under this store's master key; that it opens, :meth:`prove` shows.

        Raises:
            Failure: ``INTEGRITY`` when it is no such thing at all; ``STORAGE_UNAVAILABLE``.
        """
        if entry.object_id is None:
            return True  # a file of the first releases does not say
        wrapped = self._wrapped(entry.name, entry.object_id)
        place = Place(self._kind, entry.name, entry.object_id)
        return wrapped_under(wrapped, place) == check_value(self._master)

    def prove(self, entry: Entry) -> None:
        """Open what the master key opens of an entry, and forget it again.

        Raises:
            Failure: ``INTEGRITY`` when it does not open; ``STORAGE_UNAVAILABLE``.
        """
        if entry.object_id is None:
            self.get(entry.name)
        else:
            self._data_key(entry.name, entry.object_id).wipe()

    def rewrap(self, entry: Entry, to: SealedStore) -> None:
        """Bring an entry under the master key of the same store ``to``: at every moment it opens with one.

        A data key is replaced in place and its object stays as it is; a file of the first releases becomes an
        object with a data key beside it.

        Raises:
            Failure: ``INTEGRITY`` when it does not open here; ``STORAGE_UNAVAILABLE``.
        """
        if entry.object_id is None:
            to.put(entry.name, self.get(entry.name))
            return
        place = Place(self._kind, entry.name, entry.object_id)
        with self._data_key(entry.name, entry.object_id) as data_key:
            wrapped = wrap(data_key, to._master, place, to._randomness)
        to._blobs.write(_key_name(entry.name, entry.object_id), wrapped)

    def _lay_key(self, name: str, data: bytes) -> tuple[bytes, bytes]:
        """Seal ``data`` and store its wrapped data key; return the object's ID, and the object to store."""
        place = Place(self._kind, name, self._randomness.token(OBJECT_ID_BYTES))
        with Secret(self._randomness.token(KEY_BYTES)) as data_key:
            wrapped = wrap(data_key, self._master, place, self._randomness)
            self._blobs.write(_key_name(name, place.object_id), wrapped)
            return place.object_id, seal_object(data, data_key, place.object_id)

    def _require_own(self, name: str) -> None:
        try:
            self.get(name)
        except Failure as failure:
            if failure.code is not Code.INTEGRITY:
                raise
            sentence = (
                f"The store holds another's {self._kind} {name}; it was left alone. Choose another name."
            )
            raise Failure(Code.CONFLICT, sentence) from None

    def _data_key(self, name: str, object_id: bytes) -> Secret:
        return unwrap(self._wrapped(name, object_id), self._master, Place(self._kind, name, object_id))

    def _wrapped(self, name: str, object_id: bytes) -> bytes:
        try:
            return self._blobs.read(_key_name(name, object_id))
        except Failure as failure:
            if failure.code is Code.NOT_FOUND:
                raise altered(self._kind, name) from None
            raise

    def _open(self, blob: bytes, wrapped: bytes, place: Place) -> bytes:
        with unwrap(wrapped, self._master, place) as data_key:
            try:
                return open_object(blob, data_key)
            except Failure:
                raise altered(place.kind, place.name) from None

    def _object_id(self, name: str) -> bytes | None:
        """The ID of the object that has a name, if there is one."""
        try:
            return self.entry(name).object_id
        except Failure as failure:
            if failure.code is Code.NOT_FOUND:
                return None
            raise


def file_name(name: str) -> str:
    """The name of the file, or object, that holds what is stored under ``name``; its key lies beside it.

    Raises:
        Failure: ``INVALID_INPUT`` for a name that is none.
    """
    if not _is_name(name):
        raise Failure(Code.INVALID_INPUT, "A stored name has 1 to 128 letters, digits, dots and hyphens.")
    return name + SUFFIX


def _key_name(name: str, object_id: bytes) -> str:
    return f"{name}.{object_id.hex()}{KEY_SUFFIX}"


def _is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and ".." not in name
