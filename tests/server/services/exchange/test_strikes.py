"""Wrong and missing proofs: audit, back-off, lock-out (protocol §3.8, §3.9)."""

from __future__ import annotations

import pytest

from server.ports import Office
from server.services.exchange import admit, check_lockout, note_unproven, refuse_proof
from shared.errors import Code, Failure
from shared.identifiers import Identity
from tests.server.registered_office import BASRA, MOSUL, events, hello, release_image, take_number
from tests.server.settable_clock import SettableClock


def fail(office: Office, number: int, branch: Identity = BASRA) -> Failure:
    return refuse_proof(office, branch, hello(number), take_number(office, hello(number), branch)[1])


def refusal(office: Office, number: int, **changes: object) -> Failure:
    with pytest.raises(Failure) as refused:
        admit(office, BASRA, hello(number, **changes))
    return refused.value


def fail_five_times(office: Office, clock: SettableClock) -> None:
    for number in range(5):
        fail(office, number)
        clock.advance(60)


def test_wrong_proof_is_audited_and_answered(office: Office) -> None:
    answer = fail(office, 1)
    assert (answer.code, answer.retry_after) == (Code.PROOF_FAILED, 0.5)
    assert events(office) == [("RESERVED", 1), ("PROOF_REFUSED", 1)]


def test_wait_doubles_and_a_right_proof_ends_it(office: Office, clock: SettableClock) -> None:
    for number, wait in enumerate((0.5, 1.0, 2.0)):
        assert fail(office, number).retry_after == wait
        blocked = refusal(office, 99)
        assert (blocked.code, blocked.retry_after) == (Code.RATE_LIMITED, wait)
        clock.advance(wait)
    release_image(office, hello(3))
    assert fail(office, 4).retry_after == 0.5


@pytest.mark.fault(33)
def test_five_wrong_proofs_in_an_hour_lock_out(office: Office, clock: SettableClock) -> None:
    fail_five_times(office, clock)
    assert refusal(office, 9).code is Code.LOCKED_OUT
    with pytest.raises(Failure) as refused:
        check_lockout(office, BASRA, 17)
    assert refused.value.code is Code.LOCKED_OUT
    clock.advance(3600)
    check_lockout(office, BASRA, 17)
    admit(office, BASRA, hello(9))


@pytest.mark.fault(33)
def test_lockout_leaves_other_branches_and_users_alone(office: Office, clock: SettableClock) -> None:
    fail_five_times(office, clock)
    admit(office, MOSUL, hello(9))
    admit(office, BASRA, hello(9, user=18))
    check_lockout(office, MOSUL, 17)


def test_wrong_proofs_of_an_hour_ago_are_forgotten(office: Office, clock: SettableClock) -> None:
    for number in range(4):
        fail(office, number)
        clock.advance(60)
    clock.advance(3600)
    fail(office, 4)
    clock.advance(60)
    admit(office, BASRA, hello(9))


def test_right_proofs_between_do_not_buy_more_wrong_ones(office: Office, clock: SettableClock) -> None:
    for number in range(5):
        fail(office, number)
        clock.advance(60)
        if number < 4:
            release_image(office, hello(100 + number))
    assert refusal(office, 9).code is Code.LOCKED_OUT


def test_unproven_challenges_cost_time_and_never_lock_out(office: Office, clock: SettableClock) -> None:
    for number in range(8):
        take_number(office, hello(number))
        note_unproven(office, BASRA, hello(number))
        assert refusal(office, 99).code is Code.RATE_LIMITED
        clock.advance(60)
    admit(office, BASRA, hello(99))


def test_number_of_a_wrong_proof_stays_with_its_request(office: Office, clock: SettableClock) -> None:
    fail(office, 1)
    clock.advance(1)
    assert release_image(office, hello(1))[0].n == 1
