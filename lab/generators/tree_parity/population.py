"""Any number of tree parity machines of one size, computed together in NumPy.

Shapes: M machines, K hidden units, N inputs of each.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lab.generators.tree_parity.inputs import Inputs
from lab.generators.tree_parity.parameters import Learning, Outputs, TreeParity

Weights = npt.NDArray[np.int16]
Fields = npt.NDArray[np.int32]
Signs = npt.NDArray[np.int8]
Chosen = npt.NDArray[np.bool_]


def random_weights(random: np.random.Generator, machines: int, parameters: TreeParity) -> Weights:
    """Uniform weights, int16 [M, K, N] of -L to L."""
    depth = parameters.depth
    return random.integers(-depth, depth, (machines, *parameters.shape), np.int16, endpoint=True)


def local_fields(weights: Weights, inputs: Inputs) -> Fields:
    """h = sum of weight times input for every hidden unit, int32 [M, K]."""
    fields: Fields = np.einsum("mkn,kn->mk", weights, inputs, dtype=np.int32)
    return fields


def signs_of(fields: Fields) -> Signs:
    """The internal representation: +1 where a field is positive, else -1; of the same shape."""
    return np.where(fields > 0, np.int8(1), np.int8(-1))


def outputs_of(signs: Signs) -> Signs:
    """The machines' outputs tau, products of their hidden units' signs, int8 [M]."""
    outputs: Signs = np.multiply.reduce(signs, axis=1, dtype=np.int8)
    return outputs


def part_outputs_of(signs: Signs, parts: int) -> Signs:
    """Outputs of machines with several parts, int8 [M, parts]; the first K / parts units are the first."""
    outputs: Signs = np.multiply.reduce(signs.reshape(len(signs), parts, -1), axis=2, dtype=np.int8)
    return outputs


def learn_in_parts(
    weights: Weights,
    inputs: Inputs,
    signs: Signs,
    outputs: Outputs,
    learning: Learning,
    parameters: TreeParity,
) -> None:
    """Let the units of some parts learn whose sign is their part's common output, in place.

    Args:
        weights: int16 [M, K, N].
        inputs: int16 [K, N].
        signs: int8 [M, K].
        outputs: of each part, int8 [parts].
        learning: bool [parts].
        parameters: rule and depth.
    """
    units = len(inputs) // len(outputs)
    common, rule = np.repeat(outputs, units), parameters.rule
    gains = np.where(common > 0, np.int16(rule.gain(1)), np.int16(rule.gain(-1)))
    gains *= np.repeat(learning, units)
    weights += (signs == common)[:, :, None] * (gains[:, None] * inputs)
    np.clip(weights, -parameters.depth, parameters.depth, out=weights)


def flip_weakest(fields: Fields, signs: Signs, chosen: Chosen) -> None:
    """Turn the sign of the unit with the smallest |h| of the chosen machines, in place.

    Of several smallest the first is taken.
    """
    rows = np.flatnonzero(chosen)
    weakest = np.argmin(np.abs(fields[rows]), axis=1)
    signs[rows, weakest] *= np.int8(-1)


def learn(
    weights: Weights,
    inputs: Inputs,
    signs: Signs,
    output: int,
    parameters: TreeParity,
) -> None:
    """Let the units whose sign is the common output learn, in place.

    Args:
        weights: int16 [M, K, N].
        inputs: int16 [K, N].
        signs: int8 [M, K]; 0 keeps a unit from learning.
        output: -1 or +1.
        parameters: rule and depth.
    """
    moves = np.int16(parameters.rule.gain(output)) * inputs
    weights += (signs == output)[:, :, None] * moves
    np.clip(weights, -parameters.depth, parameters.depth, out=weights)
