"""How often an eavesdropper has the parties' weights when they have each other's.

An attack succeeds when any of the eavesdropper's machines has the same weights as the parties, at the step
at which theirs become equal. From then on it computes every key that they make of them.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

import numpy as np

from lab.evaluation.binomial import rate_bounds
from lab.generators.derivation import derive, numbered_seed, pcg64
from lab.generators.labels import Label
from lab.generators.parameters import require_range
from lab.generators.tree_parity.ensembles import Ensemble, Genetic, Majority
from lab.generators.tree_parity.inputs import PublicInputs
from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.population import learn, local_fields, outputs_of, random_weights, signs_of
from lab.generators.tree_parity.synchronisation import STEPS_MAX, Tell, synchronise

VERDICT = (
    "Tree parity machines are broken at every depth that is practical: a hundred machines that listen have "
    "the weights of most exchanges. For education and benchmarks only; the key here rests on X25519."
)
"""What every command says that has to do with them."""

MACHINES_MAX = 8192


class Attack(enum.StrEnum):
    """What the eavesdropper does."""

    SIMPLE = "simple"
    """Learns as a party does, when its own output is the parties'."""
    GEOMETRIC = "geometric"
    """Turns the sign of its least certain unit when its output is not."""
    MAJORITY = "majority"
    """Has many machines that correct themselves and vote on what to learn by."""
    GENETIC = "genetic"
    """Branches into every explanation of an output and keeps those that predict well."""

    @property
    def machines(self) -> int:
        """How many it runs unless told otherwise."""
        return {Attack.MAJORITY: 100, Attack.GENETIC: 512}.get(self, 1)


@dataclass(frozen=True)
class AttackRate:
    """What came of an attack over many exchanges.

    Attributes:
        attack: its kind.
        machines: that the eavesdropper ran.
        runs: exchanges that synchronised; others have no key to be found.
        successes: exchanges in which it had the weights.
        mean_steps: of those exchanges; nan without one.
    """

    attack: Attack
    machines: int
    runs: int
    successes: int
    mean_steps: float

    @property
    def rate(self) -> float | None:
        """The share of successes; None without a run."""
        return self.successes / self.runs if self.runs else None

    def record(self) -> dict[str, Any]:
        """As JSON holds it, with Clopper-Pearson bounds at 95 %."""
        lower, upper = rate_bounds(self.successes, self.runs)
        return {
            "attack": self.attack.value,
            "machines": self.machines,
            "runs": self.runs,
            "successes": self.successes,
            "rate": None if self.rate is None else round(self.rate, 4),
            "lower": round(lower, 4),
            "upper": round(upper, 4),
            "mean_steps": None if np.isnan(self.mean_steps) else round(self.mean_steps, 1),
        }


def measure_attack(
    parameters: TreeParity,
    attack: Attack,
    machines: int,
    runs: int,
    seed: bytes,
    tell: Tell = lambda _done, _of: None,
) -> AttackRate:
    """Listen to many exchanges.

    Args:
        parameters: of all machines.
        attack: what the eavesdropper does.
        machines: that it runs; for the genetic attack at least 2^(K-1).
        runs: exchanges.
        seed: each exchange has one of its own made of it.
        tell: is told of each exchange.

    Raises:
        Failure: ``INVALID_INPUT`` when there are too few machines or too many.
    """
    least = 1 << (parameters.hidden - 1) if attack is Attack.GENETIC else 1
    require_range("machines", machines, least, MACHINES_MAX)
    ended = []
    for number in range(runs):
        ended.append(_listen(parameters, attack, machines, numbered_seed(seed, number)))
        tell(number + 1, runs)
    steps = [at for at, _ in ended if at is not None]
    successes = sum(found for at, found in ended if at is not None)
    mean = float(np.mean(steps)) if steps else float("nan")
    return AttackRate(attack, machines, len(steps), successes, mean)


def _listen(parameters: TreeParity, attack: Attack, machines: int, seed: bytes) -> tuple[int | None, bool]:
    """Steps of one exchange, None if it did not synchronise, and whether the attack succeeded."""
    if attack in (Attack.MAJORITY, Attack.GENETIC):
        kind = Majority if attack is Attack.MAJORITY else Genetic
        return _overheard(parameters, seed, kind(parameters, machines, pcg64(seed, Label.EAVESDROPPER)))
    ended = synchronise(parameters, seed, machines, geometric=attack is Attack.GEOMETRIC)
    return (ended.steps if ended.synchronised else None), bool(ended.listeners_equal.any())


def _overheard(parameters: TreeParity, seed: bytes, ensemble: Ensemble) -> tuple[int | None, bool]:
    """One exchange with an ensemble that listens: the parties' weights and inputs are `synchronise`'s."""
    parties = random_weights(pcg64(seed, Label.WEIGHTS), 2, parameters)
    inputs = PublicInputs(derive(seed, Label.INPUT_SEED), parameters)
    for step in range(STEPS_MAX):
        given = inputs.at(step)
        signs = signs_of(local_fields(parties, given))
        ours, theirs = outputs_of(signs)
        if ours != theirs:
            continue
        ensemble.observe(step, given, int(ours))
        learn(parties, given, signs, int(ours), parameters)
        if np.array_equal(*parties):
            return step + 1, bool((ensemble.weights == parties[0]).all(axis=(1, 2)).any())
    return None, False
