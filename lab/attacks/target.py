"""What is attacked: one user of a deployment, served once in paper mode and once by the exchange.

It knows everything, so it also judges. An attack takes from it what its attacker has, and compares with the
rest only when it is done.
"""

from __future__ import annotations

from functools import cached_property

from lab.attacks.exchange import Ends, Recording
from lab.attacks.pictures import Pixels, radiograph
from lab.papers.paper_003.scheme import Gallery, PaperBranch, PaperHeadOffice, PaperKeys, PaperMessage
from shared.exact.network import Network

SIDE = 256
MESSAGES = 23
"""How many messages are recorded in paper mode: two rounds of the counter and a bit."""


class Target:
    """The user, the prints and the pictures; both schemes are run with them.

    Args:
        user: the user who is attacked.
        gallery: prints of this user and others.
        network: the model.
        side: rows and columns of the pictures.
    """

    def __init__(self, user: int, gallery: Gallery, network: Network, side: int = SIDE) -> None:
        self.user = user
        self.gallery = gallery
        self.network = network
        self.side = side
        self.paper_keys = PaperKeys(gallery, network)
        self._recordings: dict[int, Recording] = {}

    @cached_property
    def ends(self) -> Ends:
        """Both ends of the exchange."""
        return Ends(self.user, self.gallery[self.user], self.network)

    @cached_property
    def paper_traffic(self) -> tuple[PaperMessage, ...]:
        """What a tap has of paper mode: messages 1 to 23."""
        office = PaperHeadOffice(self.paper_keys)
        return tuple(office.send(self.user, self.picture(n)) for n in range(1, MESSAGES + 1))

    @property
    def paper_branch(self) -> PaperBranch:
        """A branch in paper mode."""
        return PaperBranch(self.paper_keys)

    def picture(self, n: int) -> Pixels:
        """The picture of message ``n``, uint8 [side, side]."""
        return radiograph(n, self.side)

    def image(self, n: int) -> bytes:
        """Its bytes, row by row."""
        return self.picture(n).tobytes()

    def recording(self, n: int) -> Recording:
        """What a tap has of message ``n`` of the exchange."""
        if n not in self._recordings:
            self._recordings[n] = self.ends.record(n, self.image(n))
        return self._recordings[n]
