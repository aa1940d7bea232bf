"""The keys that tables 8 to 20 are about, made of prints by an exact model.

The paper tests six keys, of users 5, 3, 1, 173, 174 and 175, and does not say of which fingers or counters.
Here they are those of counter 1, whose finger is the first enrolled one. Up to the key everything is integer
arithmetic, so that the figures are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lab.batteries.keys.key_bytes import Key
from lab.batteries.keys.making import touched
from lab.batteries.keys.stability import ATTEMPTS
from lab.papers.paper_003.rectified import rectified_candidates
from lab.papers.paper_003.scheme import paper_images, paper_key
from shared.biometrics.features import candidate_keys
from shared.biometrics.prints import Print
from shared.exact.network import Network
from shared.identifiers import Finger
from shared.keygen.pipeline import require_key_model
from shared.protocol.counter import finger_of

INDEX = 1
"""The paper's P: the counter whose keys are tested."""


class UserKeys:
    """One user's key of counter 1 and what it came from; each is made when it is asked for, and once.

    Args:
        user: the user's ID.
        prints: the user's enrolled prints.
        network: the model.
    """

    def __init__(self, user: int, prints: Mapping[Finger, Print], network: Network) -> None:
        self.user = user
        self._prints = prints
        self._network = network

    @cached_property
    def key(self) -> Key:
        """The swarm's key, uint8 [1024]."""
        return self._make(self._prints)

    @cached_property
    def attempts(self) -> list[Key]:
        """Five keys, each made from the print anew."""
        return [self.key, *(self._make(self._prints) for _ in range(ATTEMPTS - 1))]

    @cached_property
    def changed(self) -> Key:
        """The key of the print with one bit of its middle pixel turned."""
        finger = finger_of(INDEX, sorted(self._prints))
        return self._make({**self._prints, finger: touched(self._prints[finger])})

    @cached_property
    def candidates(self) -> Key:
        """What the swarm starts from, uint8 [20, 1024]."""
        return candidate_keys(self._network.features(self._images))

    @cached_property
    def rectified(self) -> Key:
        """The same with ReLU in the place of tanh, uint8 [20, 1024]."""
        return rectified_candidates(self._network, self._images)

    @cached_property
    def _images(self) -> Key:
        return paper_images(self.user, INDEX, self._prints, self._network)

    def _make(self, prints: Mapping[Finger, Print]) -> Key:
        return np.frombuffer(paper_key(self.user, INDEX, prints, self._network), np.uint8)


@dataclass(frozen=True)
class KeyMaterial:
    """The users whose keys are tested.

    Attributes:
        users: their keys, in the order of the rows.
        source: where prints and model come from, for people.
    """

    users: tuple[UserKeys, ...]
    source: str


def key_material(gallery: Mapping[int, Mapping[Finger, Print]], network: Network, origin: str) -> KeyMaterial:
    """Gather users.

    Args:
        gallery: the enrolled prints of each, in the order of the rows.
        network: the model.
        origin: what the prints are called.

    Raises:
        Failure: ``MODEL_MISMATCH`` for a model that makes no keys.
    """
    require_key_model(network)
    users = tuple(UserKeys(user, prints, network) for user, prints in gallery.items())
    source = f"enrolled prints of {origin}, model {network.digest.hex()[:12]}, counter {INDEX}"
    return KeyMaterial(users, source)
