"""Two machines that exchange outputs step by step while others listen: compiled by numba, or in NumPy.

Both forms compute in whole numbers and give the same weights and the same number of steps.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from lab.generators.tree_parity.inputs import Inputs
from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.population import (
    Signs,
    Weights,
    flip_weakest,
    learn,
    local_fields,
    outputs_of,
    signs_of,
)
from shared.machine_code import compiler

PARTIES = 2
"""The first two machines are the parties; those behind them listen."""

Exchange = Callable[[Weights, Inputs, TreeParity, bool], int]
"""Takes weights [2 + M, K, N], which it changes in place, inputs [S, K, N], parameters, and whether listeners
correct themselves (the geometric attack) or not (the simple one). Gives the steps until the parties' weights
were equal, or S."""


def exchange_arrays(weights: Weights, inputs: Inputs, parameters: TreeParity, geometric: bool) -> int:
    """The exchange in NumPy; see :data:`Exchange`."""
    for step, given in enumerate(inputs, 1):
        fields = local_fields(weights, given)
        signs = signs_of(fields)
        outputs = outputs_of(signs)
        if outputs[0] != outputs[1]:
            continue
        wrong = outputs != outputs[0]
        if geometric:
            flip_weakest(fields, signs, wrong)
        else:
            signs[wrong] = 0
        learn(weights, given, signs, int(outputs[0]), parameters)
        if np.array_equal(weights[0], weights[1]):
            return step
    return len(inputs)


@cache
def fastest_exchange() -> Exchange:
    """The exchange compiled, where numba is installed; else in NumPy. Compiling takes seconds, once."""
    compile_ = compiler()
    if compile_ is None:
        return exchange_arrays
    compiled = _loops(compile_)

    def exchange(weights: Weights, inputs: Inputs, parameters: TreeParity, geometric: bool) -> int:
        gains = (parameters.rule.gain(-1), parameters.rule.gain(1))
        return int(compiled(weights, inputs, gains, parameters.depth, geometric))

    return exchange


def _loops(jit: Callable[[Any], Any]) -> Any:
    """The exchange in loops, each function passed through ``jit``."""
    answer, learn_one, equal = jit(_answer), jit(_learn_one), jit(_equal)

    def exchange(
        weights: Weights, inputs: Inputs, gains: tuple[int, int], depth: int, geometric: bool
    ) -> int:
        machines, hidden, _ = weights.shape
        signs = np.empty((machines, hidden), np.int8)
        for step in range(len(inputs)):
            given = inputs[step]
            output, _ = answer(weights[0], given, signs[0])
            if answer(weights[1], given, signs[1])[0] != output:
                continue
            for m in range(machines):
                learns = m < PARTIES
                if not learns:
                    said, weakest = answer(weights[m], given, signs[m])
                    learns = geometric or said == output
                    if said != output:
                        signs[m, weakest] = -signs[m, weakest]
                if learns:
                    learn_one(weights[m], given, signs[m], output, gains[1 if output > 0 else 0], depth)
            if equal(weights[0], weights[1]):
                return step + 1
        return len(inputs)

    return jit(exchange)


def _answer(weights: Weights, inputs: Inputs, signs: Signs) -> tuple[int, int]:
    """One machine's output and its weakest unit; its signs are written in place."""
    output, weakest, least = 1, 0, -1
    for k in range(weights.shape[0]):
        field = 0
        for n in range(weights.shape[1]):
            field += weights[k, n] * inputs[k, n]
        signs[k] = 1 if field > 0 else -1
        output *= signs[k]
        if least < 0 or abs(field) < least:
            weakest, least = k, abs(field)
    return output, weakest


def _learn_one(weights: Weights, inputs: Inputs, signs: Signs, output: int, gain: int, depth: int) -> None:
    for k in range(weights.shape[0]):
        if signs[k] == output:
            for n in range(weights.shape[1]):
                weights[k, n] = min(max(weights[k, n] + gain * inputs[k, n], -depth), depth)


def _equal(ours: Weights, theirs: Weights) -> bool:
    for k in range(ours.shape[0]):
        for n in range(ours.shape[1]):
            if ours[k, n] != theirs[k, n]:
                return False
    return True
