"""What a generator gives: a key that does not print, and where it comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.crypto.secret import Secret


@dataclass(frozen=True)
class Provenance:
    """What made a key.

    Attributes:
        generator: its name.
        version: of its recipe; another version may make another key of the same seed.
        parameters: by name, as JSON holds them.
        seed_sha256: of the seed, hexadecimal. It gives away a seed that can be guessed, and no other.
    """

    generator: str
    version: int
    parameters: Mapping[str, Any]
    seed_sha256: str

    def record(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "generator": self.generator,
            "version": self.version,
            "parameters": dict(self.parameters),
            "seed_sha256": self.seed_sha256,
        }


@dataclass(frozen=True, eq=False)
class KeyMaterial:
    """A key and its provenance.

    Attributes:
        key: it leaves only by :meth:`Secret.export_bytes`.
        provenance: what made it; nothing in it is secret unless the seed can be guessed.
    """

    key: Secret
    provenance: Provenance


def seed_digest(seed: bytes) -> str:
    """SHA-256 of a seed, hexadecimal."""
    return hashlib.sha256(seed).hexdigest()
