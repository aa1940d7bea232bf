"""A secret as a type that cannot print, pickle, compare or hash (protocol §10).

What is true of it: its lifetime is bounded by a ``with`` block or :meth:`Secret.wipe`, and its one buffer is
overwritten then. Copies that a caller exports are that caller's; erasing those is best effort in Python.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from types import TracebackType
from typing import NoReturn


class Secret:
    """Bytes that leave only through a method whose name says so.

    Args:
        data: the secret bytes; they are copied, and the caller's buffer is left alone.
    """

    __slots__ = ("_buffer", "_wiped")
    __hash__ = None  # type: ignore[assignment]  # a hash would be a fingerprint of the secret

    def __init__(self, data: bytes | bytearray | memoryview) -> None:
        self._buffer = bytearray(data)
        self._wiped = False

    @classmethod
    def filled_by(cls, length: int, fill: Callable[[bytearray], object]) -> Secret:
        """Make a secret of ``length`` bytes that ``fill`` writes in place, so that no other copy exists."""
        secret = cls(bytes(length))
        fill(secret._buffer)
        return secret

    def export_bytes(self) -> bytes:
        """Return a copy of the bytes. The caller answers for it.

        Raises:
            RuntimeError: the secret was wiped.
        """
        return bytes(self._held())

    def export_view(self) -> memoryview:
        """Return a read-only view without copying; it shows zeros once the secret is wiped.

        Raises:
            RuntimeError: the secret was wiped.
        """
        return memoryview(self._held()).toreadonly()

    def equals_in_constant_time(self, other: Secret | bytes) -> bool:
        """Whether both hold the same bytes; the time tells only whether the lengths differ.

        Raises:
            RuntimeError: either secret was wiped.
        """
        theirs = other._held() if isinstance(other, Secret) else other
        return hmac.compare_digest(self._held(), theirs)

    @property
    def wiped(self) -> bool:
        """Whether the bytes are gone."""
        return self._wiped

    def wipe(self) -> None:
        """Overwrite the bytes with zeros. Wiping twice is harmless."""
        self._buffer[:] = bytes(len(self._buffer))
        self._wiped = True

    def __enter__(self) -> Secret:
        self._held()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.wipe()

    def __len__(self) -> int:
        return len(self._buffer)

    def __repr__(self) -> str:
        return "<Secret>"

    def __eq__(self, other: object) -> NoReturn:
        raise TypeError("a Secret is compared by equals_in_constant_time only")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Secret cannot be pickled or copied")

    def _held(self) -> bytearray:
        if self._wiped:
            raise RuntimeError("the secret was wiped; nothing may use it any more")
        return self._buffer
