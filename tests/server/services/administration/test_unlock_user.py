"""Unlocking: lock-out, back-off and the count behind them end at once (protocol §3.8)."""

from __future__ import annotations

import pytest

from server.ports import Actor, Office
from server.services.administration import show_user, unlock_user
from server.services.audit import tail_audit
from server.services.exchange import admit, refuse_proof
from shared.errors import Code, Failure
from shared.identifiers import Identity
from tests.server.registered_office import BASRA, MOSUL, hello, take_number
from tests.server.settable_clock import SettableClock


def lock_out(office: Office, clock: SettableClock, branch: Identity, first: int) -> None:
    for number in range(first, first + office.config.max_wrong_proofs):
        refuse_proof(office, branch, hello(number), take_number(office, hello(number), branch)[1])
        clock.advance(60)


@pytest.fixture
def locked(office: Office, clock: SettableClock) -> Office:
    """Basra and mosul are locked out for user 17."""
    lock_out(office, clock, BASRA, 0)
    lock_out(office, clock, MOSUL, 100)
    assert show_user(office, 17).locked_at == ("basra", "mosul")
    return office


def test_at_every_branch(locked: Office, actor: Actor) -> None:
    assert unlock_user(locked, 17, None, actor) == ("basra", "mosul")
    admit(locked, BASRA, hello(900))
    admit(locked, MOSUL, hello(901))
    entries = [row.entry for row in tail_audit(locked, 2)]
    assert [(entry.event, entry.user, entry.reason, entry.count) for entry in entries] == [
        ("USER_UNLOCKED", 17, "branch basra: a test", 5),
        ("USER_UNLOCKED", 17, "branch mosul: a test", 5),
    ]


def test_at_one_branch(locked: Office, actor: Actor) -> None:
    assert unlock_user(locked, 17, "basra", actor) == ("basra",)
    assert show_user(locked, 17).locked_at == ("mosul",)
    admit(locked, BASRA, hello(900))
    with pytest.raises(Failure) as refused:
        admit(locked, MOSUL, hello(901))
    assert refused.value.code is Code.LOCKED_OUT


def test_wrong_proofs_before_it_count_no_more(locked: Office, actor: Actor) -> None:
    unlock_user(locked, 17, None, actor)
    refuse_proof(locked, BASRA, hello(900), take_number(locked, hello(900))[1])
    assert show_user(locked, 17).locked_at == ()


@pytest.mark.parametrize(
    ("branch", "code"),
    [
        pytest.param(None, Code.CONFLICT, id="nowhere locked out"),
        pytest.param("basra", Code.CONFLICT, id="not at this branch"),
        pytest.param("kirkuk", Code.NOT_FOUND, id="no such branch"),
        pytest.param("../basra", Code.INVALID_INPUT, id="a path"),
    ],
)
def test_nothing_to_unlock(office: Office, actor: Actor, branch: str | None, code: Code) -> None:
    with pytest.raises(Failure) as refused:
        unlock_user(office, 17, branch, actor)
    assert refused.value.code is code
    assert tail_audit(office, 10) == ()
