"""Transaction T1 (protocol §3.10, §5): what may have changed since Hello, and what is audited."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from server.adapters.sql.requests import SqlRequests
from server.ports import (
    BranchStatus,
    Event,
    GenerationStatus,
    Office,
    Release,
    RequestState,
    StrikeRecord,
    Transaction,
    UserStatus,
)
from server.services.exchange import release, still_allowed
from shared.errors import Code, Failure
from tests.server.locked_reads import LockNotes
from tests.server.registered_office import BASRA, TLS_GROUP, events, hello, release_image, take_number

Change = Callable[[Office, Transaction], None]


def lock_out(office: Office, transaction: Transaction) -> None:
    now = office.clock.now()
    hour = now + timedelta(hours=1)
    transaction.strikes.put(StrikeRecord("basra", 17, 5, now, 5, blocked_until=now, locked_until=hour))


WITHDRAWN = [
    pytest.param(
        lambda _, t: t.branches.set_status("basra", BranchStatus.SUSPENDED),
        Code.BRANCH_SUSPENDED,
        id="suspended",
    ),
    pytest.param(
        lambda _, t: t.branches.set_status("basra", BranchStatus.REVOKED), Code.BRANCH_REVOKED, id="revoked"
    ),
    pytest.param(lambda _, t: t.grants.remove("basra", 17), Code.NOT_GRANTED, id="grant withdrawn"),
    pytest.param(
        lambda _, t: t.counters.set_status(17, UserStatus.EXITED),
        Code.USER_EXITED,
        id="user on the exit list",
    ),
    pytest.param(lambda _, t: t.counters.set_generation(17, 2), Code.GENERATION_STALE, id="enrolled anew"),
    pytest.param(
        lambda _, t: t.requests.settle(hello(1).request_id, RequestState.ABANDONED),
        Code.ATTEMPTS_EXHAUSTED,
        id="lapsed",
    ),
    pytest.param(lock_out, Code.LOCKED_OUT, id="locked out"),
    *(
        pytest.param(
            lambda _, t, status=status: t.generations.set_status(17, 1, status),
            Code.GENERATION_STALE,
            id=f"enrolment {status}",
        )
        for status in (GenerationStatus.TAINTED, GenerationStatus.REVOKED)
    ),
    pytest.param(
        lambda _, t: t.images.set_release("xray-7", Release()), Code.IMAGE_NOT_FOUND, id="image withdrawn"
    ),
    pytest.param(
        lambda _, t: t.images.set_release("xray-7", Release(users=(18,), branches=("mosul",))),
        Code.IMAGE_NOT_FOUND,
        id="image released to others",
    ),
]
STREAMING = {
    "suspended",
    "revoked",
    "grant withdrawn",
    "user on the exit list",
    "enrolment tainted",
    "enrolment revoked",
    "image withdrawn",
    "image released to others",
}
"""Of these, what ends a transfer in progress too (protocol §6)."""


@pytest.mark.fault(31)
@pytest.mark.parametrize(("change", "code"), WITHDRAWN)
def test_what_was_withdrawn_since_hello_is_not_released(office: Office, change: Change, code: Code) -> None:
    terms, reservation = take_number(office, hello(1))
    with office.database.write() as transaction:
        change(office, transaction)
        before = transaction.requests.get(hello(1).request_id)
    with pytest.raises(Failure) as refused:
        release(office, BASRA, hello(1), terms, reservation, TLS_GROUP)
    assert refused.value.code is code
    assert events(office) == [("RESERVED", 1)]
    with office.database.read() as transaction:
        assert transaction.requests.get(hello(1).request_id) == before


def test_row_says_what_left(office: Office) -> None:
    reservation, attempt = release_image(office, hello(1))
    with office.database.read() as transaction:
        row = transaction.audit.tail(1)[0]
        request = transaction.requests.get(hello(1).request_id)
    entry = row.entry
    assert (row.seq, row.time, entry.event, entry.actor) == (2, office.clock.now(), Event.RELEASED, BASRA.uri)
    assert (entry.user, entry.image, entry.n, entry.generation) == (17, "xray-7", 1, 1)
    assert (entry.finger, entry.request_id) == (reservation.finger, hello(1).request_id)
    assert (entry.attempt, attempt, entry.size) == (1, 1, 1000)
    assert (entry.suite, entry.inner_cipher, entry.tls_group) == ("aes-256-gcm", "none", TLS_GROUP)
    assert request is not None
    assert (request.state, request.attempts) == (RequestState.RELEASED, 1)


def test_attempts_of_one_request_at_once_are_told_apart(office: Office) -> None:
    terms, reservation = take_number(office, hello(1))
    barrier = threading.Barrier(4)

    def attempt(_: int) -> int:
        barrier.wait()
        return release(office, BASRA, hello(1), terms, reservation, TLS_GROUP)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [1, 2, 3, 4]


@pytest.mark.parametrize(("change", "code"), [case for case in WITHDRAWN if case.id in STREAMING])
def test_what_was_withdrawn_while_streaming_is_seen(office: Office, change: Change, code: Code) -> None:
    release_image(office, hello(1))
    still_allowed(office, BASRA, hello(1))
    with office.database.write() as transaction:
        change(office, transaction)
    with pytest.raises(Failure) as refused:
        still_allowed(office, BASRA, hello(1))
    assert refused.value.code is code


def test_a_lockout_ends_no_transfer_that_was_proved(office: Office) -> None:
    release_image(office, hello(1))
    with office.database.write() as transaction:
        lock_out(office, transaction)
    still_allowed(office, BASRA, hello(1))
    with pytest.raises(Failure) as refused:
        release_image(office, hello(2))
    assert refused.value.code is Code.LOCKED_OUT


def test_t1_locks_every_row_that_it_goes_by(office: Office) -> None:
    """In one order, so that two of them never wait for each other (protocol §5.3)."""
    terms, reservation = take_number(office, hello(1))
    notes = LockNotes(office)
    release(notes.office, BASRA, hello(1), terms, reservation, TLS_GROUP)
    assert notes.locked == ["branches", "grants", "requests", "counters", "strikes"]
    assert notes.unlocked == ["strikes"]  # the lock-out, which only stops and is looked at again
    assert notes.shared == [hello(1).image]


def test_t1_itself_allows_five_attempts_and_no_sixth(office: Office) -> None:
    terms, reservation = take_number(office, hello(1))
    for _ in range(5):
        release(office, BASRA, hello(1), terms, reservation, TLS_GROUP)
    with pytest.raises(Failure) as refused:
        release(office, BASRA, hello(1), terms, reservation, TLS_GROUP)
    assert refused.value.code is Code.ATTEMPTS_EXHAUSTED


def test_an_image_released_to_this_user_alone_leaves(office: Office) -> None:
    assert release_image(office, hello(1, image="mri-1"))[1] == 1


def test_a_right_proof_ends_the_backoff_and_forgives_no_wrong_one(office: Office) -> None:
    now = office.clock.now()
    wrong = StrikeRecord("basra", 17, 3, now, 2, blocked_until=now, locked_until=now)
    others = [replace(wrong, user=18), replace(wrong, branch="mosul")]
    with office.database.write() as transaction:
        for record in (wrong, *others):
            transaction.strikes.put(record)
    release_image(office, hello(1))
    with office.database.read() as transaction:
        assert transaction.strikes.get("basra", 17) == replace(wrong, streak=0)
        assert [transaction.strikes.get(each.branch, each.user) for each in others] == others


def test_a_database_that_fails_in_t1_means_that_nothing_was_audited(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms, reservation = take_number(office, hello(1))

    def fail(*_: object) -> None:
        raise Failure(Code.STORAGE_UNAVAILABLE)

    with monkeypatch.context() as patched:
        patched.setattr(SqlRequests, "release", fail)
        with pytest.raises(Failure) as refused:
            release(office, BASRA, hello(1), terms, reservation, TLS_GROUP)
    assert refused.value.code is Code.AUDIT_UNAVAILABLE
    assert release(office, BASRA, hello(1), terms, reservation, TLS_GROUP) == 1
