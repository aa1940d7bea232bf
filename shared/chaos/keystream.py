"""The bytes of an orbit: block after block, by compiled code where plain Python would take long."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from shared.chaos.compiled import (
    BytesOrbit,
    Elementwise,
    Float64,
    Orbit,
    UInt8,
    compiled_alike,
    compiled_fused,
    compiled_like,
)

DISCARDED = 1000
"""States left out before the first byte, the initial one among them."""

PLAIN_MAX_BYTES = 1 << 20
"""Longest stream made by plain Python, in about a second; compiling takes longer than that."""

_BLOCK_VALUES = 3 << 12
"""A byte passes through doubles: so many of them stay in a core's cache, those of a file fill the memory."""

_TRIAL_STEPS = 4096


@dataclass(frozen=True, eq=False)
class Keystream:
    """A chaotic system as a source of bytes.

    Attributes:
        orbit: moves a state on and gives the values on the way. A state is the coordinates, and behind them
            the parameters, if they are not constants of the system.
        quantise: makes a byte of every value.
        coordinates: values that one step gives.
        trial: a state that compiled code is tried from.
        fused: orbit and bytes in one loop, only ever run compiled; None where two passes are good enough.
    """

    orbit: Orbit
    quantise: Elementwise
    coordinates: int
    trial: Float64
    fused: BytesOrbit | None = None

    def generate(self, state: Float64, length: int) -> bytes:
        """The first ``length`` bytes of the orbit from ``state`` on, which is left where it ends.

        Args:
            state: where the orbit begins, float64; :data:`DISCARDED` states are left out.
            length: how many bytes.

        Raises:
            ValueError: ``length`` is negative.
        """
        if length < 0:
            raise ValueError("a stream has no negative length")
        make = self._fastest() if length > PLAIN_MAX_BYTES else self._plainly
        blocks = []
        for place in range(0, length, _BLOCK_VALUES):
            wanted = min(_BLOCK_VALUES, length - place)
            made = make(state, 0 if place else DISCARDED, -(-wanted // self.coordinates))
            blocks.append(made[:wanted].tobytes())
        return b"".join(blocks)

    def runs_compiled(self) -> bool:
        """Whether streams above :data:`PLAIN_MAX_BYTES` come from compiled code, many times as fast."""
        return self.compiled is not None

    @cached_property
    def compiled(self) -> tuple[Orbit, Elementwise] | None:
        """Orbit and bytes as compiled code, once both have shown the same bits; None where there is none."""
        orbit = compiled_like(self.orbit, self.trial, DISCARDED, _TRIAL_STEPS)
        values = self.orbit(self.trial.copy(), DISCARDED, _TRIAL_STEPS)
        quantise = compiled_alike(self.quantise, values)
        return None if orbit is None or quantise is None else (orbit, quantise)

    @cached_property
    def compiled_bytes(self) -> BytesOrbit | None:
        """The one loop as compiled code, once it has shown the same bytes; None where there is none."""
        if self.fused is None:
            return None
        return compiled_fused(self.fused, self._plainly, self.trial, DISCARDED, _TRIAL_STEPS)

    def _fastest(self) -> BytesOrbit:
        if self.compiled is None:
            return self._plainly
        if self.compiled_bytes is not None:
            return self.compiled_bytes
        move, quantise = self.compiled
        return lambda state, discarded, steps: quantise(move(state, discarded, steps))

    def _plainly(self, state: Float64, discarded: int, steps: int) -> UInt8:
        return self.quantise(self.orbit(state, discarded, steps))
