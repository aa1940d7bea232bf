"""Blobs as objects under a URL of any file system that fsspec knows, which write an object at once.

fsspec's implementations run on a thread with an event loop of its own, which does not survive a fork. Nothing
of ours forks; server and regeneration processes are spawned, and each opens its own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import fsspec

from shared.errors import Code, Failure
from shared.stores import s3
from shared.stores.location import Location

COOLING_SECONDS = 1.0
"""How long a store that did not answer is not asked again: who waits behind it is answered at once."""

_Result = TypeVar("_Result")


class RemoteBlobs:
    """A flat collection of objects (:class:`shared.stores.blobs.Blobs`); safe to use from many threads.

    Args:
        location: a URL, and how long to wait for what is behind it.
    """

    def __init__(self, location: Location) -> None:
        self._location = location
        self._lock = threading.Lock()
        self._system: Any = None
        self._root = ""
        self._quiet: tuple[float, Failure] | None = None

    def write(self, name: str, data: bytes) -> None:
        """See :meth:`Blobs.write`."""
        self._ask(lambda system, **limits: system.pipe_file(self._path(name), data, **limits))

    def create(self, name: str, data: bytes) -> None:
        """See :meth:`Blobs.create`; the store itself refuses a name that is taken, in one step."""
        self._ask(lambda system, **limits: system.pipe_file(self._path(name), data, mode="create", **limits))

    def read(self, name: str) -> bytes:
        """See :meth:`Blobs.read`."""
        return bytes(self._ask(lambda system, **limits: system.cat_file(self._path(name), **limits)))

    def read_start(self, name: str, length: int) -> bytes:
        """See :meth:`Blobs.read_start`."""
        return bytes(self._ask(lambda system, **limits: self._start(system, name, length, **limits)))

    def size(self, name: str) -> int:
        """See :meth:`Blobs.size`."""
        return int(self._ask(lambda system, **limits: system.info(self._path(name), **limits))["size"])

    def exists(self, name: str) -> bool:
        """See :meth:`Blobs.exists`."""
        try:
            found = self._ask(lambda system, **limits: system.info(self._path(name), **limits))
        except Failure as failure:
            if failure.code is Code.NOT_FOUND:
                return False
            raise
        return bool(found["type"] == "file")

    def delete(self, name: str) -> None:
        """See :meth:`Blobs.delete`."""
        try:
            self._ask(lambda system, **limits: system.rm_file(self._path(name), **limits))
        except Failure as failure:
            if failure.code is not Code.NOT_FOUND:
                raise

    def names(self) -> list[str]:
        """See :meth:`Blobs.names`; every page of the listing is read."""
        try:
            # Without refresh an implementation may answer with what it listed before another process wrote.
            found = self._ask(lambda system, **limits: system.ls(self._root, detail=True, **limits), ls=True)
        except Failure as failure:
            if failure.code is Code.NOT_FOUND:
                return []
            raise
        return sorted(str(each["name"]).rpartition("/")[2] for each in found if each["type"] == "file")

    def _start(self, system: Any, name: str, length: int, **limits: Any) -> bytes:
        try:
            return bytes(system.cat_file(self._path(name), start=0, end=length, **limits))
        except Exception as error:  # fsspec's implementations share no exception
            if s3.is_empty(error):
                return b""
            raise

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _ask(self, call: Callable[..., _Result], *, ls: bool = False) -> _Result:
        """Make one call within the time allowed; what comes of it as a failure of ours.

        Raises:
            Failure: ``NOT_FOUND``, ``CONFLICT``, ``STORAGE_UNAVAILABLE`` with a sentence, ``INVALID_INPUT``
                when the program for such a URL is not installed.
        """
        quiet = self._quiet
        if quiet is not None and time.monotonic() < quiet[0]:
            raise Failure(quiet[1].code, quiet[1].sentence)
        try:
            return call(self._opened(), **self._limits(ls=ls))
        except Failure:
            raise
        except Exception as error:  # fsspec's implementations share no exception
            raise self._failure(error) from None

    def _opened(self) -> Any:
        with self._lock:
            if self._system is None:
                self._system, root = self._open()
                self._root = root.rstrip("/")
            return self._system

    def _open(self) -> tuple[Any, str]:
        if s3.is_s3(self._location):
            return s3.open_system(self._location), str(self._location.root).removeprefix(s3.SCHEME)
        system, root = fsspec.core.url_to_fs(str(self._location.root))
        return system, str(root)

    def _limits(self, *, ls: bool) -> dict[str, Any]:
        """Only an asynchronous implementation takes a time limit; one in memory needs none."""
        if not s3.is_s3(self._location):
            return {}
        return {"timeout": self._location.wait_seconds, **({"refresh": True} if ls else {})}

    def _failure(self, error: Exception) -> Failure:
        verdict = s3.explain(error, self._location) if s3.is_s3(self._location) else None
        if verdict is None and isinstance(error, FileNotFoundError):
            return absent()
        if verdict is None and isinstance(error, FileExistsError):
            return taken()
        sentence = verdict or f"The store {self._location.root} cannot be read or written just now."
        failure = Failure(Code.STORAGE_UNAVAILABLE, sentence)
        self._quiet = (time.monotonic() + COOLING_SECONDS, failure)
        return failure


def absent() -> Failure:
    """There is no such blob."""
    return Failure(Code.NOT_FOUND, "The store holds nothing under that name.")


def taken() -> Failure:
    """There is such a blob already."""
    return Failure(Code.CONFLICT, "The store holds something under that name already.")
