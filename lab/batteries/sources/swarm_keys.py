"""The swarm's keys of many fingers, one after the other: what a battery for long sequences is run on.

One key of 1,024 bytes is far too short for most tests of SP 800-22. 123 of them, of thirteen people, make the
million bits that the suite expects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lab.batteries.sources.source import Bits, StreamedBits, from_bytes
from lab.papers.paper_003.scheme import paper_key
from shared.biometrics.models import default_network
from shared.biometrics.prints import Print
from shared.biometrics.synthetic import generate_finger, impression, person_seed
from shared.exact.network import Network
from shared.identifiers import Finger
from shared.protocol.counter import MAX_FINGERS

PEOPLE_MAX = 600

People = Iterable[tuple[int, Mapping[Finger, Print]]]
"""Users and their prints, in the order in which their keys come."""


def pso_key_stream(people: People, network: Network | None = None) -> Iterator[bytes]:
    """The keys of paper 003 before Chen, 1,024 bytes each: of every user those of counters 1 to 10.

    Args:
        people: users and prints; read one by one as keys are taken.
        network: the model; the shipped one unless given.
    """
    model = network or default_network()
    for user, prints in people:
        for index in range(1, MAX_FINGERS + 1):
            yield paper_key(user, index, prints, model)


def synthetic_people(seed: int = 0) -> Iterator[tuple[int, Mapping[Finger, Print]]]:
    """Users 1 to 600 of the synthetic population ``seed``, with ten enrolled fingers each, made as needed."""
    for user in range(1, PEOPLE_MAX + 1):
        person = person_seed(seed, user)
        yield user, {finger: impression(generate_finger(person, finger), 0) for finger in Finger}


class SwarmKeyBits(StreamedBits):
    """The swarm's keys of synthetic people as a source.

    Args:
        seed: of the population.
    """

    def __init__(self, seed: int) -> None:
        super().__init__("pso-keys")
        self._keys = pso_key_stream(synthetic_people(seed))

    def _block(self, wanted: int) -> Bits:
        del wanted
        return from_bytes(next(self._keys, b""))
