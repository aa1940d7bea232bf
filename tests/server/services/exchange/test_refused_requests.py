"""Every recorded Hello that must not be admitted is refused for its own reason (protocol §3.2)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.ports import Actor, BranchStatus, Office
from server.services.administration import (
    change_branch_status,
    exit_user,
    found,
    note_restore,
    set_fence,
)
from server.services.exchange import admit
from shared.errors import Failure
from shared.identifiers import Identity, Role
from shared.wire import codec
from tests.server.registered_office import DOMAIN, open_office, re_enrol, register

VECTORS = Path(__file__).parents[3] / "vectors" / "refused_requests.json"
REFUSED: list[dict[str, str]] = json.loads(VECTORS.read_text("utf-8"))
ACTOR = Actor.local(DOMAIN, "a test")


def fence(office: Office) -> None:
    """Restore and set the fence."""
    note_restore(office, ACTOR)
    set_fence(office, 500, ACTOR)


STATES: dict[str, Callable[[Office], object]] = {
    "open": lambda office: None,
    "exited": lambda office: exit_user(office, 17, ACTOR),
    "suspended": lambda office: change_branch_status(office, "basra", BranchStatus.SUSPENDED, ACTOR),
    "revoked": lambda office: change_branch_status(office, "basra", BranchStatus.REVOKED, ACTOR),
    "restored": lambda office: note_restore(office, ACTOR),
    "fenced": fence,
    "re-enrolled": lambda office: re_enrol(office, 17, 2),
}


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Office]]:
    """A head office in each state."""
    opened: dict[str, Office] = {}
    for state, bring_about in STATES.items():
        # An office that admits no more than it did when the vectors were written.
        policy = {"branch_hello_burst": 10_000, "inner_ciphers": ("none", "chen")}
        office = open_office(tmp_path_factory.mktemp("office"), **policy)
        opened[state] = office
        found(office, ACTOR)
        register(office)
        bring_about(office)
    yield opened
    for office in opened.values():
        office.database.close()


@pytest.mark.parametrize(
    "vector", [pytest.param(each, id=f"{each['office']}: {each['name']}") for each in REFUSED]
)
def test_it_is_refused_as_it_must_be(offices: dict[str, Office], vector: dict[str, str]) -> None:
    branch = Identity(DOMAIN, Role.BRANCH, vector["branch"])
    hello = codec.decode_hello(bytes.fromhex(vector["hello"]))
    with pytest.raises(Failure) as refused:
        admit(offices[vector["office"]], branch, hello)
    assert refused.value.code == vector["failure"]


def test_every_state_is_met() -> None:
    assert {vector["office"] for vector in REFUSED} == set(STATES)
