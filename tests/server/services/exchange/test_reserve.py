"""Transaction T0 (protocol §3.3, §5)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.adapters.sql.requests import SqlRequests
from server.ports import Event, Office, RequestRecord, RequestState, UserStatus
from server.services.administration import show_counter
from server.services.audit import verify_audit
from server.services.exchange import admit, reserve
from shared.errors import Code, Failure
from shared.identifiers import Identity
from tests.server.locked_reads import LockNotes
from tests.server.registered_office import (
    BASRA,
    FINGERS,
    MOSUL,
    events,
    hello,
    release_image,
    take_number,
)
from tests.server.settable_clock import SettableClock


def test_numbers_counters_epochs_and_fingers(office: Office) -> None:
    taken = [take_number(office, hello(number), (BASRA, MOSUL)[number % 2])[1] for number in range(23)]
    assert [one.n for one in taken] == list(range(1, 24))
    assert [one.counter for one in taken] == [*range(1, 11), *range(1, 11), 1, 2, 3]
    assert [one.epoch for one in taken] == [0] * 10 + [1] * 10 + [2] * 3
    assert [one.finger for one in taken[:11]] == [*FINGERS * 3, FINGERS[0], FINGERS[0]]
    assert not any(one.retry for one in taken)


def test_users_count_apart(office: Office) -> None:
    for number, user in enumerate((17, 18, 17)):
        take_number(office, hello(number, user=user))
    assert (show_counter(office, 17).n, show_counter(office, 18).n, show_counter(office, 19).n) == (2, 1, 0)


def test_known_request_keeps_its_number(office: Office) -> None:
    first = take_number(office, hello(1))[1]
    take_number(office, hello(2))
    again = take_number(office, hello(1))[1]
    assert (first.n, again.n, first.retry, again.retry) == (1, 1, False, True)
    assert again.finger is first.finger
    assert events(office) == [("RESERVED", 1), ("RESERVED", 2), ("RETRY", 1)]


@pytest.mark.parametrize(
    ("changes", "branch"),
    [
        pytest.param({}, MOSUL, id="another branch"),
        pytest.param({"image": "mri-1"}, BASRA, id="another image"),
        pytest.param({"user": 18}, BASRA, id="another user"),
    ],
)
def test_request_id_of_another_request(office: Office, changes: dict[str, object], branch: Identity) -> None:
    take_number(office, hello(1))
    with pytest.raises(Failure) as refused:
        take_number(office, hello(1, **changes), branch)
    assert refused.value.code is Code.IDEMPOTENCY_MISMATCH
    assert (show_counter(office, 17).n, show_counter(office, 18).n) == (1, 0)


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(RequestState.DELIVERED, id="delivered"),
        pytest.param(RequestState.ABANDONED, id="abandoned"),
        pytest.param(RequestState.UNCONFIRMED, id="unconfirmed"),
    ],
)
def test_settled_request_is_not_taken_up_again(office: Office, state: RequestState) -> None:
    take_number(office, hello(1))
    with office.database.write() as transaction:
        transaction.requests.settle(hello(1).request_id, state)
    with pytest.raises(Failure) as refused:
        take_number(office, hello(1))
    assert refused.value.code is Code.ATTEMPTS_EXHAUSTED


@pytest.mark.fault(5)
def test_five_attempts_and_no_sixth(office: Office) -> None:
    attempts = [release_image(office, hello(1))[1] for _ in range(5)]
    assert attempts == [1, 2, 3, 4, 5]
    with pytest.raises(Failure) as refused:
        release_image(office, hello(1))
    assert refused.value.code is Code.ATTEMPTS_EXHAUSTED
    assert show_counter(office, 17).n == 1


def test_retry_within_ten_minutes_only(office: Office, clock: SettableClock) -> None:
    take_number(office, hello(1))
    clock.advance(600)
    assert take_number(office, hello(1))[1].n == 1
    clock.advance(0.001)
    with pytest.raises(Failure) as refused:
        take_number(office, hello(1))
    assert refused.value.code is Code.ATTEMPTS_EXHAUSTED


def test_user_exits_between_admission_and_t0(office: Office) -> None:
    terms = admit(office, BASRA, hello(1))
    with office.database.write() as transaction:
        transaction.counters.set_status(17, UserStatus.EXITED)
    with pytest.raises(Failure) as refused:
        reserve(office, BASRA, hello(1), terms)
    assert refused.value.code is Code.USER_EXITED
    assert show_counter(office, 17).n == 0


@pytest.mark.fault(34)
def test_user_is_enrolled_anew_between_admission_and_t0(office: Office) -> None:
    terms = admit(office, BASRA, hello(1))
    with office.database.write() as transaction:
        transaction.counters.set_generation(17, 2)
    with pytest.raises(Failure) as refused:
        reserve(office, BASRA, hello(1), terms)
    assert refused.value.code is Code.GENERATION_STALE
    assert show_counter(office, 17).n == 0


def test_threads_get_numbers_of_their_own(office: Office) -> None:
    barrier = threading.Barrier(8)

    def exchange(thread: int) -> list[int]:
        barrier.wait()
        asked = [hello(100 * thread + number) for number in range(8)]
        return [release_image(office, one, (BASRA, MOSUL)[thread % 2])[0].n for one in asked]

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(exchange, range(8)))
    assert all(numbers == sorted(numbers) for numbers in taken)
    assert sorted(n for numbers in taken for n in numbers) == list(range(1, 65))
    assert [n for event, n in events(office) if event == "RESERVED"] == list(range(1, 65))
    assert verify_audit(office).ok


def test_insert_that_collides_looks_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """As two T0 of one request do where neither can see the other's row yet."""
    take_number(office, hello(1))
    real, blind = SqlRequests.get, [True]

    def get(requests: SqlRequests, request_id: bytes, *, lock: bool = False) -> RequestRecord | None:
        return None if blind and blind.pop() else real(requests, request_id, lock=lock)

    monkeypatch.setattr(SqlRequests, "get", get)
    again = take_number(office, hello(1))[1]
    assert (again.n, again.retry) == (1, True)
    assert show_counter(office, 17).n == 1
    assert events(office) == [("RESERVED", 1), ("RETRY", 1)]


@pytest.mark.fault(10)
def test_same_request_id_at_two_branches_at_once(office: Office) -> None:
    barrier = threading.Barrier(2)

    def ask(branch: Identity) -> Code | int:
        terms = admit(office, branch, hello(1))
        barrier.wait()
        try:
            return reserve(office, branch, hello(1), terms).n
        except Failure as failure:
            return failure.code

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(ask, (BASRA, MOSUL)))
    assert set(answers) == {1, Code.IDEMPOTENCY_MISMATCH}
    assert show_counter(office, 17).n == 1


def test_t0_itself_takes_no_request_up_after_five_attempts(office: Office) -> None:
    for _ in range(5):
        release_image(office, hello(1))
    with pytest.raises(Failure) as refused:
        take_number(office, hello(1))
    assert refused.value.code is Code.ATTEMPTS_EXHAUSTED


def test_t0_locks_the_request_that_it_looks_for(office: Office) -> None:
    notes = LockNotes(office)
    reserve(notes.office, BASRA, hello(1), admit(office, BASRA, hello(1)))
    assert notes.locked == ["requests"]


@pytest.mark.parametrize("event", [Event.RESERVED, Event.RETRY])
def test_row_says_who_was_given_which_number_for_what(office: Office, event: Event) -> None:
    reservation = take_number(office, hello(1))[1]
    if event is Event.RETRY:
        take_number(office, hello(1))
    with office.database.read() as transaction:
        entry = transaction.audit.tail(1)[0].entry
    assert (entry.event, entry.actor, entry.user, entry.image) == (event, BASRA.uri, 17, "xray-7")
    assert (entry.n, entry.generation, entry.finger) == (1, 1, reservation.finger)
    assert (entry.request_id, entry.attempt) == (hello(1).request_id, None)
    assert (entry.suite, entry.inner_cipher) == ("aes-256-gcm", "none")
