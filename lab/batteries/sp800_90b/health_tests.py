"""The two approved health tests, fed with samples as they come (SP 800-90B §4.4)."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from lab.batteries.loops import compiled
from lab.batteries.sp800_90b.cutoffs import (
    ALPHA,
    BINARY_WINDOW,
    WINDOW,
    proportion_cutoff,
    repetition_cutoff,
)

Samples = npt.NDArray[np.uint8]
"""Values of a noise source in order, uint8 [n]."""

_NONE = -1


class HealthTest(Protocol):
    """A test that remembers where it is between two calls."""

    def feed(self, samples: Samples) -> int:
        """Take the next samples; however they are cut into pieces, the alarms are the same.

        Args:
            samples: uint8 [n].

        Returns:
            How many alarms they raised.
        """


@compiled
def _repetitions(samples: Samples, value: int, count: int, cutoff: int) -> tuple[int, int, int]:
    alarms = 0
    for sample in samples:
        if int(sample) == value:
            count += 1
            if count == cutoff:
                alarms += 1
        else:
            value = int(sample)
            count = 1
    return value, count, alarms


class RepetitionCount:
    """Alarm when a value comes too often in a row (§4.4.1).

    Each run raises one alarm, when it reaches the cutoff.

    Args:
        entropy: claimed min-entropy of a sample, in bits.
        alpha: chance of a false alarm, for each sample.

    Attributes:
        cutoff: C, equal samples in a row that are an alarm.
    """

    def __init__(self, entropy: float, alpha: float = ALPHA) -> None:
        self.cutoff = repetition_cutoff(entropy, alpha)
        self._value = _NONE
        self._count = 0

    def feed(self, samples: Samples) -> int:
        """Take the next samples; see :class:`HealthTest`."""
        state = _repetitions(samples, self._value, self._count, self.cutoff)
        self._value, self._count, alarms = (int(part) for part in state)
        return alarms


@compiled
def _proportions(
    samples: Samples, value: int, count: int, seen: int, window: int, cutoff: int
) -> tuple[int, int, int, int]:
    alarms = 0
    for sample in samples:
        if seen == 0:
            value = int(sample)
            count = 1
        elif int(sample) == value:
            count += 1
            if count == cutoff:
                alarms += 1
        seen += 1
        if seen == window:
            seen = 0
    return value, count, seen, alarms


class AdaptiveProportion:
    """Alarm when the first value of a window comes too often in it (§4.4.2).

    Each window raises one alarm at most. Windows follow each other without overlap.

    Args:
        entropy: claimed min-entropy of a sample, in bits.
        binary: whether samples have two values; a window is then 1024 samples long, else 512.
        alpha: chance of a false alarm, for each window.

    Attributes:
        window: W, samples of a window.
        cutoff: C, samples like the first, itself included, that are an alarm.
    """

    def __init__(self, entropy: float, *, binary: bool, alpha: float = ALPHA) -> None:
        self.window = BINARY_WINDOW if binary else WINDOW
        self.cutoff = proportion_cutoff(entropy, self.window, alpha)
        self._value = _NONE
        self._count = 0
        self._seen = 0

    def feed(self, samples: Samples) -> int:
        """Take the next samples; see :class:`HealthTest`."""
        state = _proportions(samples, self._value, self._count, self._seen, self.window, self.cutoff)
        self._value, self._count, self._seen, alarms = (int(part) for part in state)
        return alarms
