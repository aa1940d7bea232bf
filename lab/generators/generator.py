"""A key generator: one recipe with its parameters, what is claimed of it and what holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from lab.generators.key_space import KeySpace
from lab.generators.material import KeyMaterial, Provenance, seed_digest
from lab.generators.parameters import P, record_parameters
from shared.crypto.secret import Secret
from shared.errors import Code, Failure

SEED_MIN_BYTES = 16
SEED_MAX_BYTES = 64


@dataclass(frozen=True)
class KeyGenerator(Generic[P]):
    """One way to make keys of seeds.

    Attributes:
        name: what the command line calls it.
        summary: what it is, in a few words.
        rows: numbers of the rows of the review's table 1 that it stands for.
        initial_seed: what the seed is turned into.
        parameters: their class.
        make: makes the key's bytes; the same seed and parameters give the same bytes.
        claimed: the key space that is claimed for it.
        effective: the key space of whoever knows code, parameters and everything public, for a seed of so
            many bytes.
        neighbour: the key when, behind the seed's derivation, one of the recipe's own first values is moved
            by the least there is; the number says which. None where a hash hides what comes of it.
        version: of the recipe.
        reproducible: where the same seed gives the same key.
        verdict: what everyone who makes keys with it is told; empty if nothing.
    """

    name: str
    summary: str
    rows: tuple[int, ...]
    initial_seed: str
    parameters: type[P]
    make: Callable[[bytes, P], bytes]
    claimed: Callable[[P], KeySpace]
    effective: Callable[[P, int], KeySpace]
    neighbour: Callable[[bytes, P, int], bytes] | None = None
    version: int = 1
    reproducible: str = "on every machine"
    verdict: str = ""

    def generate(self, seed: bytes, parameters: P) -> KeyMaterial:
        """Make one active key, not yet assessed (paper 001, figure 2).

        Args:
            seed: 16 to 64 bytes.
            parameters: of this generator.

        Raises:
            Failure: ``INVALID_INPUT`` for a seed of another type or length, or another generator's
                parameters, ``LOCAL_FAILURE`` when what the generator needs is not installed.
        """
        if not isinstance(seed, bytes):
            raise Failure(Code.INVALID_INPUT, "A seed is bytes; give an object of that type.", field="seed")
        if not isinstance(parameters, self.parameters):
            sentence = f"These are no parameters of {self.name}; give its {self.parameters.__name__}."
            raise Failure(Code.INVALID_INPUT, sentence, field="parameters")
        if not SEED_MIN_BYTES <= len(seed) <= SEED_MAX_BYTES:
            sentence = f"A seed has {SEED_MIN_BYTES} to {SEED_MAX_BYTES} bytes; this one has {len(seed)}."
            raise Failure(Code.INVALID_INPUT, sentence, field="seed")
        provenance = Provenance(self.name, self.version, record_parameters(parameters), seed_digest(seed))
        return KeyMaterial(Secret(self.make(seed, parameters)), provenance)

    def row(self) -> dict[str, Any]:
        """A line about it."""
        return {
            "generator": self.name,
            "summary": self.summary,
            "review_rows": list(self.rows),
            "initial_seed": self.initial_seed,
            "parameters": record_parameters(self.parameters()),
            "reproducible": self.reproducible,
        }
