"""The tests of one message's key, before and after Chen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np

from lab.batteries.keys.battery import measure_against, measure_key
from lab.batteries.keys.key_bytes import Key
from lab.batteries.keys.making import KeyMaker, below_chen
from lab.batteries.keys.stability import ATTEMPTS
from lab.batteries.measurement import Measurement
from shared.crypto.secret import Secret
from shared.identifiers import Finger

BEFORE, AFTER = "swarm's key, before Chen", "biometric key, after Chen"

CAUTION = (
    "No such figure shows that a key is secret: it is made of a print and public numbers, and whoever has "
    "these makes it again. After Chen even an all-zero key looks random: only the tests before Chen judge it."
)

Tell = Callable[[int, int], object]
"""Told how many keys are made, and how many there are in all."""


@dataclass(frozen=True)
class KeyReport:
    """What was measured; no byte of the key is in it.

    Attributes:
        user: the user's ID.
        message: the message's number.
        finger: the finger that it takes.
        length: bytes of the key.
        stages: the measurements before and after Chen, by :data:`BEFORE` and :data:`AFTER`.
    """

    user: int
    message: int
    finger: Finger
    length: int
    stages: dict[str, list[Measurement]]

    def record(self) -> dict[str, Any]:
        """As JSON holds it."""
        stages = {name: [one.record() for one in found] for name, found in self.stages.items()}
        head = {"user": self.user, "message": self.message, "finger": self.finger.label, "bytes": self.length}
        return {**head, "stages": stages, "caution": CAUTION}


def key_report(maker: KeyMaker, message: int, tell: Tell) -> KeyReport:
    """Make a message's key five times, that of the print with one bit turned, and the next message's; test.

    Args:
        maker: of the user's keys.
        message: its number, at least 1.
        tell: is told how far it is.

    Raises:
        Failure: ``KEY_UNUSABLE`` and others, as :meth:`KeyMaker.key`.
    """
    makers = [lambda: maker.key(message)] * ATTEMPTS
    makers += [lambda: maker.changed_key(message), lambda: maker.key(message + 1)]
    with ExitStack() as ends:
        keys: list[Secret] = []
        for make in makers:
            keys.append(ends.enter_context(make()))
            tell(len(keys), len(makers))
        swarm = [ends.enter_context(below_chen(key)) for key in keys]
        stages = {BEFORE: _measure(swarm), AFTER: _measure(keys)}
        return KeyReport(maker.user, message, maker.finger(message), len(keys[0]), stages)


def _measure(keys: Sequence[Secret]) -> list[Measurement]:
    views: list[Key] = [np.frombuffer(key.export_view(), np.uint8) for key in keys]
    first, again, changed, other = views[0], views[1:ATTEMPTS], views[ATTEMPTS], views[ATTEMPTS + 1]
    return measure_key(first) + measure_against(first, again=again, changed=changed, others=[other])
