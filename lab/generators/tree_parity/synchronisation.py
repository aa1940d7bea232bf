"""How many inputs two machines need until their weights are equal, over many runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lab.generators.derivation import derive, numbered_seed, pcg64
from lab.generators.labels import Label
from lab.generators.tree_parity.exchange_loop import PARTIES, Exchange, fastest_exchange
from lab.generators.tree_parity.inputs import PublicInputs
from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.population import Weights, random_weights

STEPS_MAX = 100_000

Tell = Callable[[int, int], None]
"""Is told how many runs are done, and how many there are in all."""


@dataclass(frozen=True)
class Ended:
    """One exchange, ended.

    Attributes:
        weights: int16 [2 + listeners, K, N].
        steps: inputs that were exchanged, with or without effect.
    """

    weights: Weights
    steps: int

    @property
    def synchronised(self) -> bool:
        """Whether the two parties have the same weights."""
        return bool(np.array_equal(self.weights[0], self.weights[1]))

    @property
    def listeners_equal(self) -> npt.NDArray[np.bool_]:
        """Which listeners have the parties' weights."""
        equal: npt.NDArray[np.bool_] = (self.weights[PARTIES:] == self.weights[0]).all(axis=(1, 2))
        return equal


@dataclass(frozen=True)
class Synchronisation:
    """Steps over many runs.

    Attributes:
        steps: int64 [runs that synchronised].
        runs: all that were begun.
    """

    steps: npt.NDArray[np.int64]
    runs: int

    def record(self) -> dict[str, Any]:
        """As JSON holds it; without a run that synchronised there are no steps."""
        if not self.steps.size:
            return {"runs": self.runs, "synchronised": 0, "mean": None, "sd": None, "p5": None, "p95": None}
        low, high = np.percentile(self.steps, [5, 95])
        return {
            "runs": self.runs,
            "synchronised": self.steps.size,
            "mean": round(float(self.steps.mean()), 1),
            "sd": round(float(self.steps.std()), 1),
            "p5": float(low),
            "p95": float(high),
        }


def synchronise(
    parameters: TreeParity,
    seed: bytes,
    listeners: int = 0,
    geometric: bool = False,
    steps_max: int = STEPS_MAX,
    exchange: Exchange | None = None,
) -> Ended:
    """One exchange from random weights.

    Args:
        parameters: of all machines.
        seed: of their weights and of the public inputs.
        listeners: machines that listen, from random weights of their own.
        geometric: whether listeners correct themselves.
        steps_max: inputs after which it is given up.
        exchange: computes it; the fastest there is unless given.
    """
    run = exchange or fastest_exchange()
    weights = random_weights(pcg64(seed, Label.WEIGHTS), PARTIES + listeners, parameters)
    inputs = PublicInputs(derive(seed, Label.INPUT_SEED), parameters)
    steps, block = 0, 0
    while steps < steps_max and not np.array_equal(weights[0], weights[1]):
        steps += run(weights, inputs.block(block)[: steps_max - steps], parameters, geometric)
        block += 1
    return Ended(weights, steps)


def measure(
    parameters: TreeParity,
    runs: int,
    seed: bytes,
    tell: Tell = lambda _done, _of: None,
    exchange: Callable[[TreeParity, bytes], Ended] = synchronise,
) -> Synchronisation:
    """Synchronise many times.

    Args:
        parameters: of the machines.
        runs: how many.
        seed: each run has one of its own made of it.
        tell: is told of each run.
        exchange: runs one.
    """
    steps: list[int] = []
    for number in range(runs):
        ended = exchange(parameters, numbered_seed(seed, number))
        if ended.synchronised:
            steps.append(ended.steps)
        tell(number + 1, runs)
    return Synchronisation(np.array(steps, np.int64), runs)
