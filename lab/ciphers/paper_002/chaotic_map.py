"""The key sequences of a picture from a chaotic map (paper 002, steps 7 to 9).

Logistic: one orbit, its first values order the columns, the next the rows, and every one after that gives a
byte, floor(10^14·x) mod 256. Lorenz: x orders the columns, y the rows and z gives the bytes, floor(10^10·|z|)
mod 256. Initial values are the fixed 0.1 and (1, 1, 1), and 1,000 states are discarded; the paper gives no
numbers for any of it, nor how a value becomes a byte.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lab.batteries.images.pictures import Picture
from lab.ciphers.image_cipher import Shape
from lab.ciphers.paper_002.key_sequences import KeySequences, order_of
from shared.chaos import logistic, lorenz
from shared.chaos.compiled import Elementwise, Float64, Orbit, compiled_like
from shared.chaos.keystream import DISCARDED
from shared.errors import Code, Failure

PLAIN_STEPS = 1 << 17
"""Up to so many steps plain Python takes as long as compiling would."""
PLAIN_STEPS_MAX = 1 << 20
"""The most where there is no compiled code; it takes a second."""

_BLOCK_STEPS = 1 << 14
_TRIAL_STEPS = 4096

Parameters = tuple[float, ...]


@dataclass(frozen=True, eq=False)
class ChaoticMap:
    """A chaotic map as a source of key sequences.

    Attributes:
        name: such as ``logistic``.
        intervals: least and greatest value of each parameter.
        fixed: the parameters of the method without a network.
        start: the state that an orbit with some parameters begins in.
        orbit: as :data:`shared.chaos.compiled.Orbit`.
        quantise: a byte of every value.
        coordinates: values that one step gives; the last of them gives the bytes.
        starts: where the orbits of the columns, the rows and the bytes begin, if each has its own.
        rows_first: whether the first sequence orders the rows and the second the columns, as step 9 has it.
    """

    name: str
    intervals: tuple[tuple[float, float], ...]
    fixed: Parameters
    start: Callable[[Parameters], Float64]
    orbit: Orbit
    quantise: Elementwise
    coordinates: int
    starts: tuple[float, ...] = ()
    rows_first: bool = False

    def parameters(self, shares: tuple[float, ...]) -> Parameters:
        """lo + (hi - lo)·share for each parameter (step 6), never beyond hi."""
        return tuple(
            min(low + (high - low) * share, high)
            for (low, high), share in zip(self.intervals, shares, strict=True)
        )

    def sequences(self, parameters: Parameters, shape: Shape) -> KeySequences:
        """The key sequences of a picture.

        Args:
            parameters: within the intervals.
            shape: the picture's.

        Raises:
            Failure: ``TOO_LARGE`` above 1,048,576 values where the extra ``fast`` (numba) is not installed.
        """
        move = self._mover(int(np.prod(shape)))
        first, second = (shape[0], shape[1]) if self.rows_first else (shape[1], shape[0])
        if self.starts:
            orders, state, discarded = self._orbits(move, parameters, first, second)
        elif self.coordinates == 1:
            state, discarded = self.start(parameters), 0
            head = move(state, DISCARDED, first + second)
            orders = (head[:first], head[first:])
        else:
            state, discarded = self.start(parameters), DISCARDED
            head = move(state.copy(), DISCARDED, max(first, second)).reshape(-1, self.coordinates)
            orders = (head[:first, 0], head[:second, 1])
        xkey, ykey = orders[::-1] if self.rows_first else orders
        return KeySequences(order_of(xkey), order_of(ykey), self._zkey(move, state, discarded, shape))

    def _orbits(
        self, move: Orbit, parameters: Parameters, first: int, second: int
    ) -> tuple[tuple[Float64, Float64], Float64, int]:
        """Both orders of orbits of their own, and the state from which that of the bytes begins."""
        states = [self.start(parameters) for _ in self.starts]
        for state, start in zip(states, self.starts, strict=True):
            state[0] = start
        return (move(states[0], DISCARDED, first), move(states[1], DISCARDED, second)), states[2], DISCARDED

    def _zkey(self, move: Orbit, state: Float64, discarded: int, shape: Shape) -> Picture:
        length = int(np.prod(shape))
        blocks = []
        for place in range(0, length, _BLOCK_STEPS):
            values = move(state, 0 if place else discarded, min(_BLOCK_STEPS, length - place))
            blocks.append(self.quantise(values[self.coordinates - 1 :: self.coordinates]))
        return np.concatenate(blocks).reshape(shape)

    def _mover(self, steps: int) -> Orbit:
        if steps <= PLAIN_STEPS:
            return self.orbit
        if self._compiled is None and steps > PLAIN_STEPS_MAX:
            sentence = f"A picture has at most {PLAIN_STEPS_MAX:,} values here; install the extra 'fast'."
            raise Failure(Code.TOO_LARGE, sentence, field="picture")
        return self._compiled or self.orbit

    @cached_property
    def _compiled(self) -> Orbit | None:
        return compiled_like(self.orbit, self.start(self.fixed), DISCARDED, _TRIAL_STEPS)


LOGISTIC = ChaoticMap(
    "logistic",
    ((logistic.LEAST_R, logistic.MOST_R),),
    (3.99,),
    lambda parameters: logistic.start(logistic.Parameters(parameters[0])),
    logistic.orbit,
    logistic.bytes_of,
    logistic.COORDINATES,
)
LORENZ = ChaoticMap(
    "lorenz",
    tuple(lorenz.INTERVALS.values()),
    (10.0, 28.0, 8.0 / 3.0),
    lambda parameters: lorenz.start(lorenz.Parameters(*parameters)),
    lorenz.orbit,
    lorenz.bytes_of,
    lorenz.COORDINATES,
)
