"""The one port for randomness (protocol §10), so that a test can replay every secret and search for it."""

from __future__ import annotations

import secrets
from typing import Protocol


class Randomness(Protocol):
    """A source of unpredictable bytes. Everything random in RidgeKey comes through here."""

    def token(self, length: int) -> bytes:
        """Return ``length`` fresh bytes."""
        ...


class SystemRandomness:
    """The operating system's generator; the only source that production code uses."""

    def token(self, length: int) -> bytes:
        """Return ``length`` bytes of the operating system's generator."""
        return secrets.token_bytes(length)
