"""Choosing a model: every enrolled finger is tried first, and nothing changes when that goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from server.ports import Actor, AuditLog, Event, Office
from server.services.administration import add_user, choose_model, enrol_user, exit_user, unchecked_users
from server.services.administration.choose_verifying import choose_verification, choose_verifier
from shared.errors import Code, Failure
from shared.exact.network import Dense, Network
from shared.identifiers import Finger
from tests.loopback import TinyShelf, noise_print
from tests.seeded_networks import seeded_network, tiny_network
from tests.server.registered_office import open_office

FINGERS = (Finger.LEFT_INDEX, Finger.RIGHT_THUMB)


def other_network() -> Network:
    return seeded_network(((4, 5, 5, 2), (8, 3, 3, 2)), 1024, seed="other")


def useless_network() -> Network:
    """Every feature is the same, so that no key of it is accepted."""
    plain = tiny_network()
    dense = Dense(np.zeros_like(plain.dense.weight), plain.dense.bias * 0, *_rescaling(plain.dense))
    return Network(plain.height, plain.width, plain.convolutions, dense)


def _rescaling(dense: Dense) -> tuple[np.ndarray, np.ndarray]:
    return dense.multiplier, dense.shift


@pytest.fixture
def enrolled(tmp_path: Path, actor: Actor) -> Iterator[Office]:
    """Users 1 and 2 with two fingers each, enrolled with the tiny network, the current one."""
    office = replace(open_office(tmp_path), models=TinyShelf())
    for user in (1, 2):
        add_user(office, user, actor)
        prints = {finger: noise_print(10 * user + finger) for finger in FINGERS}
        enrol_user(office, user, prints, office.models.current(), actor)
    yield office
    office.database.close()


class Record:
    """Counts how often the choice was written down."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, audit: AuditLog) -> None:
        del audit
        self.times += 1


def models_of(office: Office) -> set[bytes]:
    with office.database.read() as transaction:
        records = [transaction.generations.get(user, 1) for user in (1, 2)]
    return {record.model_digest for record in records if record is not None}


def events(office: Office) -> list[str]:
    with office.database.read() as transaction:
        return [row.entry.event.value for row in transaction.audit.tail(100)]


def test_every_finger_is_tried_and_noted(enrolled: Office, actor: Actor) -> None:
    record, shown = Record(), []
    network = other_network()
    chosen = choose_model(
        enrolled, network, record, actor, progress=lambda done, total: shown.append((done, total))
    )
    assert (chosen.digest, chosen.users, dict(chosen.unusable)) == (network.digest, 2, {})
    assert shown == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert record.times == 1
    assert models_of(enrolled) == {network.digest}
    with enrolled.database.read() as transaction:
        row = transaction.audit.tail(1)[0].entry
    assert row.event is Event.MODEL_CHOSEN
    assert row.reason == f"model {network.digest.hex()}: a test"


def test_who_was_tried_is_not_tried_again(enrolled: Office, actor: Actor) -> None:
    chosen = choose_model(enrolled, tiny_network(), Record(), actor)
    assert chosen.users == 0


def test_a_model_that_gives_no_keys_is_refused_and_names_the_users(enrolled: Office, actor: Actor) -> None:
    record, before = Record(), events(enrolled)
    with pytest.raises(Failure) as refused:
        choose_model(enrolled, useless_network(), record, actor)
    assert refused.value.code is Code.KEY_UNUSABLE
    assert f"user 1 ({', '.join(finger.label for finger in FINGERS)}); user 2" in refused.value.sentence
    assert "--force" in refused.value.sentence
    assert record.times == 0
    assert models_of(enrolled) == {tiny_network().digest}
    assert events(enrolled) == before


def test_it_can_be_forced_and_the_users_stay_marked(enrolled: Office, actor: Actor) -> None:
    record = Record()
    chosen = choose_model(enrolled, useless_network(), record, actor, force=True)
    assert dict(chosen.unusable) == {1: FINGERS, 2: FINGERS}
    assert record.times == 1
    assert models_of(enrolled) == {tiny_network().digest}


def test_who_left_does_not_stand_in_the_way(enrolled: Office, actor: Actor) -> None:
    for user in (1, 2):
        exit_user(enrolled, user, actor)
    assert choose_model(enrolled, useless_network(), Record(), actor).users == 0


def test_who_is_enrolled_meanwhile_is_tried_too(enrolled: Office, actor: Actor) -> None:
    def enrol_another(done: int, total: int) -> None:
        if done == total == 4:
            add_user(enrolled, 3, actor)
            enrol_user(enrolled, 3, {FINGERS[0]: noise_print(99)}, tiny_network(), actor)

    chosen = choose_model(enrolled, other_network(), Record(), actor, progress=enrol_another)
    assert chosen.users == 3


def test_a_record_that_cannot_be_written_changes_nothing(enrolled: Office, actor: Actor) -> None:
    def full(audit: AuditLog) -> None:
        del audit
        raise Failure(Code.LOCAL_FAILURE, "The disk is full.")

    before = events(enrolled)
    with pytest.raises(Failure):
        choose_model(enrolled, other_network(), full, actor)
    assert models_of(enrolled) == {tiny_network().digest}
    assert events(enrolled) == before


def test_a_network_of_other_features_is_no_model_for_keys(enrolled: Office, actor: Actor) -> None:
    with pytest.raises(Failure) as refused:
        choose_model(enrolled, seeded_network(((4, 5, 5, 2),), 256), Record(), actor)
    assert refused.value.code is Code.MODEL_MISMATCH


def test_users_of_another_model_are_told(office: Office) -> None:
    assert unchecked_users(office) == ()
    with office.database.write() as transaction:
        transaction.generations.set_model(18, 1, bytes(32))
    assert unchecked_users(office) == (18,)


def test_verifying_is_audited_as_it_is_recorded(enrolled: Office, actor: Actor) -> None:
    record = Record()
    choose_verifier(enrolled, "embedding", bytes(32), record, actor)
    choose_verification(enrolled, "off", record, actor)
    assert record.times == 2
    assert events(enrolled)[-2:] == ["VERIFIER_CHOSEN", "VERIFICATION_CHOSEN"]
