"""A store of sealed files (protocol §4.7): what lies on disk opens only with the master key and its name.

Kind and name are authenticated, so one file cannot stand in for another. Names are checked before they reach
a file system: no separators, no dots together, nothing hidden.
"""

from __future__ import annotations

import re
from pathlib import Path

from shared.crypto.randomness import Randomness
from shared.crypto.sealed_file import open_sealed, seal
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.stores.blobs import open_blobs
from shared.stores.location import Location

SUFFIX = ".sealed"

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9])?", re.ASCII)


class SealedStore:
    """Named secrets of one kind under one root.

    Args:
        root: a folder, a URL for fsspec, or either with its limits.
        master: the home's master key; the store keeps the reference and never copies it.
        kind: what the store holds, such as ``enrolment``; part of every file's key.
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
        self._blobs.write(file_name(name), self._seal(name, data))

    def create(self, name: str, data: bytes) -> None:
        """Seal ``data`` and store it under ``name``, which nobody else may have.

        What opens with this store's own key was left there by a call that did not come to its end, and is
        replaced.

        Raises:
            Failure: ``CONFLICT`` when something of another's has the name; else as :meth:`put`.
        """
        try:
            self._blobs.create(file_name(name), self._seal(name, data))
        except Failure as failure:
            if failure.code is not Code.CONFLICT:
                raise
            self._require_own(name)
            self.put(name, data)

    def get(self, name: str) -> bytes:
        """Return what was stored under ``name``.

        Raises:
            Failure: ``NOT_FOUND``, ``INTEGRITY`` (altered, moved, or another master key),
                ``STORAGE_UNAVAILABLE``, or ``INVALID_INPUT`` for a name that is none.
        """
        return open_sealed(self._blobs.read(file_name(name)), self._master, self._kind, name)

    def exists(self, name: str) -> bool:
        """Whether something is stored under ``name``."""
        return self._blobs.exists(file_name(name))

    def stored_size(self, name: str) -> int:
        """How many bytes the sealed file has.

        Raises:
            Failure: ``NOT_FOUND`` or ``STORAGE_UNAVAILABLE``.
        """
        return self._blobs.size(file_name(name))

    def delete(self, name: str) -> None:
        """Remove what is stored under ``name``; nothing there is no failure."""
        self._blobs.delete(file_name(name))

    def names(self) -> tuple[str, ...]:
        """The names in the store, sorted."""
        found = (n.removesuffix(SUFFIX) for n in self._blobs.names() if n.endswith(SUFFIX))
        return tuple(sorted(name for name in found if _is_name(name)))

    def _seal(self, name: str, data: bytes) -> bytes:
        return seal(data, self._master, self._kind, name, self._randomness)

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


def file_name(name: str) -> str:
    """The name of the file, or object, that holds what is stored under ``name``.

    Raises:
        Failure: ``INVALID_INPUT`` for a name that is none.
    """
    if not _is_name(name):
        raise Failure(Code.INVALID_INPUT, "A stored name has 1 to 128 letters, digits, dots and hyphens.")
    return name + SUFFIX


def _is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and ".." not in name
