"""The review's loop: generate, assess, and accept or try again with a further seed (paper 001, figure 2).

Rejecting tells something of the key that is accepted. Where a generator's keys are accepted at a rate of q,
the accepted ones are a q-th part of all, and each may be 1/q times as likely as before: -log2 q bits less
min-entropy. That cost is booked for every rejection.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from lab.generators.assessment import ALPHA, Assessment, assess
from lab.generators.derivation import retry_seed
from lab.generators.generator import KeyGenerator
from lab.generators.material import KeyMaterial, seed_digest
from lab.generators.parameters import P
from shared.errors import Code, Failure

MAX_TRIES = 16


@dataclass(frozen=True)
class Policy:
    """How long to try, and how strict to be.

    Attributes:
        max_tries: keys made before the loop gives up, at least 1.
        alpha: the level of a key's assessment, above 0 and below 1.
    """

    max_tries: int = MAX_TRIES
    alpha: float = ALPHA

    def __post_init__(self) -> None:
        if self.max_tries < 1:
            raise Failure(Code.INVALID_INPUT, "Allow at least one try.", field="max_tries")
        if not 0 < self.alpha < 1:
            sentence = "A level lies between 0 and 1; 0.001 rejects one good key in a thousand."
            raise Failure(Code.INVALID_INPUT, sentence, field="alpha")


@dataclass(frozen=True)
class Rejection:
    """A key that was not accepted.

    Attributes:
        number: of the try, from 0 on.
        seed_sha256: of the try's seed.
        assessment: what it failed.
    """

    number: int
    seed_sha256: str
    assessment: Assessment


class Acceptance:
    """Counts accepted and rejected keys of one generator."""

    def __init__(self) -> None:
        self.accepted = 0
        self.tried = 0

    def count(self, accepted: bool) -> None:
        """Count one key."""
        self.tried += 1
        self.accepted += accepted

    @property
    def rate(self) -> float:
        """The share that was accepted; 0 before any was."""
        return self.accepted / self.tried if self.tried else 0.0


@dataclass(frozen=True)
class AcceptedKey:
    """A key that passed, and what it took.

    Attributes:
        material: the key.
        assessment: of this key.
        rejections: of the keys before it.
        acceptance_rate: q, over all keys that the generator has made up to this one.
    """

    material: KeyMaterial
    assessment: Assessment
    rejections: tuple[Rejection, ...]
    acceptance_rate: float

    @property
    def cost_bits(self) -> float:
        """Bits of min-entropy that rejecting has cost: -log2 q for each rejection."""
        return math.log2(1 / self.acceptance_rate) * len(self.rejections)

    def record(self, show_key: bool = False) -> dict[str, Any]:
        """As JSON holds it; the key itself only when asked for."""
        rejections = [
            {"try": one.number, "seed_sha256": one.seed_sha256, "failed": list(one.assessment.failed)}
            for one in self.rejections
        ]
        key = {"key": self.material.key.export_bytes().hex()} if show_key else {}
        return {
            **key,
            "key_bits": 8 * len(self.material.key),
            "provenance": self.material.provenance.record(),
            "assessment": self.assessment.record(),
            "rejections": rejections,
            "acceptance_rate": self.acceptance_rate,
            "cost_bits": round(self.cost_bits, 6),
        }


def make_key(
    generator: KeyGenerator[P],
    seed: bytes,
    parameters: P,
    policy: Policy | None = None,
    acceptance: Acceptance | None = None,
) -> AcceptedKey:
    """Make one key that passes its assessment.

    Args:
        generator: makes the keys.
        seed: of the first try; each further one has HKDF of it and its number.
        parameters: of the generator.
        policy: the default one unless given.
        acceptance: counts over many keys of the generator; of this key alone unless given.

    Raises:
        Failure: ``KEY_UNUSABLE`` when no try passed; otherwise as :meth:`KeyGenerator.generate`.
    """
    policy = policy or Policy()
    acceptance = acceptance or Acceptance()
    rejections: list[Rejection] = []
    for number in range(policy.max_tries):
        tried = retry_seed(seed, number)
        material = generator.generate(tried, parameters)
        assessment = assess(material.key.export_bytes(), policy.alpha)
        acceptance.count(assessment.accepted)
        if assessment.accepted:
            return AcceptedKey(material, assessment, tuple(rejections), acceptance.rate)
        material.key.wipe()
        rejections.append(Rejection(number, seed_digest(tried), assessment))
    sentence = (
        f"None of {policy.max_tries} keys of {generator.name} passed, the last for "
        f"{', '.join(rejections[-1].assessment.failed)}; take another generator or other parameters."
    )
    raise Failure(Code.KEY_UNUSABLE, sentence)
