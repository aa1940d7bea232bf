"""The life of an enrolment: active, tainted, revoked, and never back (protocol §6)."""

from __future__ import annotations

import pytest

from server.ports import Actor, GenerationStatus, Office
from server.services.administration import change_generation, grant_user, show_counter, show_user
from server.services.audit import tail_audit
from server.services.exchange import admit
from shared.errors import Code, Failure
from tests.server.registered_office import BASRA, hello

PREPARED, ACTIVE, TAINTED, REVOKED = GenerationStatus


def begin_as(office: Office, status: GenerationStatus) -> None:
    with office.database.write() as transaction:
        transaction.generations.set_status(17, 1, status)


@pytest.mark.parametrize(
    ("before", "after"),
    [(ACTIVE, TAINTED), (PREPARED, REVOKED), (ACTIVE, REVOKED), (TAINTED, REVOKED)],
    ids=lambda status: status.value,
)
def test_forward(office: Office, actor: Actor, before: GenerationStatus, after: GenerationStatus) -> None:
    begin_as(office, before)
    assert change_generation(office, 17, 1, after, actor).status is after
    assert show_user(office, 17).enrolment is after
    entry = tail_audit(office, 1)[0].entry
    assert (entry.event, entry.user, entry.generation) == ("GENERATION_CHANGED", 17, 1)
    assert entry.reason == f"generation {after}: a test"


@pytest.mark.parametrize(
    ("before", "after"),
    [(PREPARED, TAINTED), (TAINTED, TAINTED), (REVOKED, TAINTED), (REVOKED, REVOKED)],
    ids=lambda status: status.value,
)
def test_never_back(office: Office, actor: Actor, before: GenerationStatus, after: GenerationStatus) -> None:
    begin_as(office, before)
    rows = len(tail_audit(office, 10))
    with pytest.raises(Failure) as refused:
        change_generation(office, 17, 1, after, actor)
    assert refused.value.code is Code.CONFLICT
    assert show_user(office, 17).enrolment is before
    assert len(tail_audit(office, 10)) == rows


@pytest.mark.parametrize("status", [TAINTED, REVOKED], ids=lambda status: status.value)
def test_no_exchange_and_no_grant_any_more(office: Office, actor: Actor, status: GenerationStatus) -> None:
    change_generation(office, 17, None, status, actor)
    with pytest.raises(Failure) as refused:
        admit(office, BASRA, hello(1))
    assert refused.value.code is Code.GENERATION_STALE
    with pytest.raises(Failure) as refused:
        grant_user(office, 17, "basra", actor)
    assert refused.value.code is Code.CONFLICT
    assert f"is {status}" in refused.value.sentence
    assert show_counter(office, 17).next_finger is None
    admit(office, BASRA, hello(2, user=18))


@pytest.mark.parametrize("generation", [2, 2**62])
def test_a_generation_that_is_not_there(office: Office, actor: Actor, generation: int) -> None:
    with pytest.raises(Failure) as refused:
        change_generation(office, 17, generation, REVOKED, actor)
    assert refused.value.code is Code.NOT_FOUND
