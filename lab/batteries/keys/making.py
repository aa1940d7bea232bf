"""Makes the biometric keys that are tested, as the ends of an exchange make them, in this process alone.

Keys are handed out as :class:`shared.crypto.secret.Secret` and wiped by whoever takes them. Nothing of a key
is written anywhere but the figures of the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from shared.biometrics.prints import Print
from shared.crypto.secret import Secret
from shared.exact.network import Network
from shared.identifiers import Finger
from shared.keygen.pipeline import mix, regenerate
from shared.keygen.request import KeyRequest
from shared.protocol.counter import counter_of, epoch_of, finger_of

TURNED_BIT = 0x01
"""Of the middle pixel: the slightest change that a print can suffer."""


@dataclass(frozen=True)
class KeyMaker:
    """One user's keys.

    Attributes:
        user: the user's ID.
        generation: the enrolment.
        prints: the enrolled prints.
        network: the model.
    """

    user: int
    generation: int
    prints: Mapping[Finger, Print] = field(repr=False)
    network: Network = field(repr=False)

    def finger(self, n: int) -> Finger:
        """The finger that message ``n`` takes."""
        return finger_of(n, sorted(self.prints))

    def key(self, n: int) -> Secret:
        """The biometric key B of message ``n``, after Chen.

        Raises:
            Failure: ``KEY_UNUSABLE`` and others, as :func:`shared.keygen.pipeline.regenerate`.
        """
        return self._of_print(n, self.prints[self.finger(n)])

    def changed_key(self, n: int) -> Secret:
        """B of message ``n``, were one bit of one pixel of the print another.

        Raises:
            Failure: as :meth:`key`.
        """
        return self._of_print(n, touched(self.prints[self.finger(n)]))

    def _of_print(self, n: int, print_: Print) -> Secret:
        request = KeyRequest(self.user, self.generation, self.finger(n), epoch_of(n), counter_of(n))
        return regenerate(request, print_, self.network).key


def touched(print_: Print) -> Print:
    """A print with the lowest bit of its middle pixel turned."""
    pixels = print_.pixels.copy()
    pixels[pixels.shape[0] // 2, pixels.shape[1] // 2] ^= TURNED_BIT
    return Print(pixels)


def below_chen(key: Secret) -> Secret:
    """The swarm's key under a biometric key: the Chen stream is public, so taking it off needs nothing."""
    return mix(np.frombuffer(key.export_view(), np.uint8))
