"""What the chapters of a report share; each is made when the first of them asks, and once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from lab.papers.catalogue import build_tables
from lab.papers.paper_003.key_material import KeyMaterial, key_material
from lab.papers.sources import Sources
from lab.papers.tables import Table
from lab.report.demonstration import Demonstration, demonstrate
from lab.report.measured_keys import MeasuredKeys
from lab.report.people import People, people_of
from lab.report.request import Request
from shared.biometrics.models import default_network
from shared.exact.network import Network

_OF_KEYS = "003"
"""The paper whose tables are made of people's keys."""


class Material:
    """Everything that can be computed of a request.

    Args:
        request: what the report is about.
    """

    def __init__(self, request: Request) -> None:
        self.request = request

    @property
    def about_keys(self) -> bool:
        """Whether anything of the paper is made of people's keys."""
        return self.request.paper == _OF_KEYS

    @cached_property
    def people(self) -> People:
        """Whose keys are shown."""
        return people_of(self.request)

    @cached_property
    def network(self) -> Network:
        """What keys are made with: the shipped model."""
        return default_network()

    @cached_property
    def of_users(self) -> KeyMaterial:
        """The people's keys and what they came from, as the tables take them."""
        return key_material(self.people.gallery, self.network, self.people.origin)

    @cached_property
    def keys(self) -> MeasuredKeys:
        """The swarm's key of each of the people, 1,024 bytes."""
        users = self.of_users.users
        return MeasuredKeys(
            [f"user {one.user}" for one in users], [one.key for one in users], self.people.synthetic
        )

    @cached_property
    def demonstration(self) -> Demonstration:
        """Pictures and their ciphertexts."""
        return demonstrate(self.request.seed)

    @cached_property
    def tables(self) -> Sequence[Table]:
        """All tables of the paper that can be reproduced."""
        keys = self.of_users if self.about_keys else None
        request = self.request
        return build_tables(request.paper, None, Sources(request.runs, keys, request.images, request.weights))
