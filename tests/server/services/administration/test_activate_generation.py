"""Putting a prepared enrolment in force (protocol §6)."""

from __future__ import annotations

import pytest

from server.ports import Actor, GenerationRecord, GenerationStatus, Office
from server.services.administration import activate_generation, change_generation, exit_user, show_user
from server.services.audit import tail_audit
from server.services.exchange import admit
from shared.errors import Code, Failure
from tests.server.registered_office import BASRA, FINGERS, MODEL, hello

ACTIVE, TAINTED = GenerationStatus.ACTIVE, GenerationStatus.TAINTED


def prepare(office: Office, generation: int, model: bytes = MODEL) -> None:
    with office.database.write() as transaction:
        transaction.generations.add(
            GenerationRecord(17, generation, GenerationStatus.PREPARED, model, FINGERS, office.clock.now())
        )


def statuses(office: Office) -> list[GenerationStatus]:
    with office.database.read() as transaction:
        return [each.status for each in transaction.generations.of_user(17)]


def test_it_takes_the_place_of_the_current_one(office: Office, actor: Actor) -> None:
    prepare(office, 2)
    admit(office, BASRA, hello(1))
    assert activate_generation(office, 17, actor).status is ACTIVE
    assert (show_user(office, 17).generation, statuses(office)) == (2, [TAINTED, ACTIVE])
    admit(office, BASRA, hello(2, generation=2))
    with pytest.raises(Failure) as refused:
        admit(office, BASRA, hello(3))
    assert refused.value.code is Code.GENERATION_STALE
    entry = tail_audit(office, 1)[0].entry
    assert (entry.event, entry.generation, entry.reason) == (
        "GENERATION_CHANGED",
        2,
        "generation active: a test",
    )


def test_a_revoked_one_stays_revoked_behind_it(office: Office, actor: Actor) -> None:
    change_generation(office, 17, 1, GenerationStatus.REVOKED, actor)
    prepare(office, 2)
    activate_generation(office, 17, actor)
    assert statuses(office) == [GenerationStatus.REVOKED, ACTIVE]


def test_the_newest_is_taken(office: Office, actor: Actor) -> None:
    prepare(office, 2)
    prepare(office, 3)
    assert activate_generation(office, 17, actor).generation == 3
    with pytest.raises(Failure) as refused:
        activate_generation(office, 17, actor)
    assert refused.value.code is Code.CONFLICT, "generation 2 is behind the current one"


def test_nothing_is_prepared(office: Office, actor: Actor) -> None:
    with pytest.raises(Failure) as refused:
        activate_generation(office, 17, actor)
    assert refused.value.code is Code.CONFLICT
    assert "--prepare" in refused.value.sentence


def test_another_model_tried_its_fingers(office: Office, actor: Actor) -> None:
    prepare(office, 2, bytes(32))
    with pytest.raises(Failure) as refused:
        activate_generation(office, 17, actor)
    assert refused.value.code is Code.CONFLICT
    assert statuses(office) == [ACTIVE, GenerationStatus.PREPARED]


def test_a_user_on_the_exit_list(office: Office, actor: Actor) -> None:
    prepare(office, 2)
    exit_user(office, 17, actor)
    with pytest.raises(Failure) as refused:
        activate_generation(office, 17, actor)
    assert refused.value.code is Code.USER_EXITED
