"""Users: adding, granting, the exit list, counters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from server.ports import Actor, BranchStatus, Event, GenerationStatus, Office, UserStatus
from server.services.administration import (
    CounterView,
    UserView,
    activate_generation,
    add_user,
    change_branch_status,
    change_generation,
    exit_user,
    forget_user,
    grant_user,
    list_users,
    readmit_user,
    show_counter,
    show_user,
    ungrant_user,
    unlock_user,
)
from server.services.audit import tail_audit
from server.services.exchange import admit
from shared.errors import Code, Failure
from shared.identifiers import Finger
from tests.server.registered_office import BASRA, FINGERS, hello, release_image, take_number

Verb = Callable[[Office, int, Actor], object]

ON_A_USER: dict[str, Verb] = {
    "add": add_user,
    "show": lambda office, user, _: show_user(office, user),
    "counter": lambda office, user, _: show_counter(office, user),
    "grant": lambda office, user, actor: grant_user(office, user, "basra", actor),
    "ungrant": lambda office, user, actor: ungrant_user(office, user, "basra", actor),
    "exit": exit_user,
    "readmit": readmit_user,
    "activate": activate_generation,
    "taint": lambda office, user, actor: change_generation(
        office, user, None, GenerationStatus.TAINTED, actor
    ),
    "forget": forget_user,
    "unlock": lambda office, user, actor: unlock_user(office, user, None, actor),
}


@pytest.mark.parametrize("verb", ON_A_USER.values(), ids=ON_A_USER)
@pytest.mark.parametrize("user", [0, 601, -1, 2**31, 2**70])
def test_id_outside_the_range(office: Office, actor: Actor, verb: Verb, user: int) -> None:
    with pytest.raises(Failure) as refused:
        verb(office, user, actor)
    assert refused.value.code is Code.ID_OUT_OF_RANGE


@pytest.mark.parametrize("name", [name for name in ON_A_USER if name != "add"])
def test_user_who_is_not_there(office: Office, actor: Actor, name: str) -> None:
    with pytest.raises(Failure) as refused:
        ON_A_USER[name](office, 20, actor)
    assert refused.value.code is Code.NOT_FOUND


def test_add(office: Office, actor: Actor) -> None:
    add_user(office, 20, actor)
    assert show_user(office, 20) == UserView(20, UserStatus.ACTIVE, 0, None, (), ())
    assert show_counter(office, 20) == CounterView(20, 0, 0, 0, None)
    with pytest.raises(Failure) as refused:
        add_user(office, 20, actor)
    assert refused.value.code is Code.CONFLICT


def test_list(office: Office) -> None:
    assert [(user.user, user.branches) for user in list_users(office)] == [
        (17, ("basra", "mosul")),
        (18, ("basra",)),
        (19, ()),
    ]
    assert {user.fingers for user in list_users(office)} == {FINGERS}


def test_counter_view(office: Office) -> None:
    assert show_counter(office, 17).next_finger is FINGERS[0]
    for number in range(11):
        take_number(office, hello(number))
    assert show_counter(office, 17) == CounterView(17, 11, 1, 1, Finger.LEFT_THUMB)


def test_exit_and_readmission(office: Office, actor: Actor) -> None:
    release_image(office, hello(1))
    exit_user(office, 17, actor)
    assert show_user(office, 17).status is UserStatus.EXITED
    with pytest.raises(Failure) as refused:
        admit(office, BASRA, hello(2))
    assert refused.value.code is Code.USER_EXITED
    readmit_user(office, 17, actor)
    assert release_image(office, hello(2))[0].n == 2


@pytest.mark.parametrize(
    ("verb", "again"),
    [pytest.param(exit_user, True, id="exit twice"), pytest.param(readmit_user, False, id="never exited")],
)
def test_exit_list_says_when_there_is_nothing_to_do(
    office: Office, actor: Actor, verb: Verb, again: bool
) -> None:
    if again:
        verb(office, 17, actor)
    with pytest.raises(Failure) as refused:
        verb(office, 17, actor)
    assert refused.value.code is Code.CONFLICT


def test_grant_and_withdrawal(office: Office, actor: Actor) -> None:
    assert grant_user(office, 19, "basra", actor) == 1
    admit(office, BASRA, hello(1, user=19))
    ungrant_user(office, 19, "basra", actor)
    with pytest.raises(Failure) as refused:
        admit(office, BASRA, hello(1, user=19))
    assert refused.value.code is Code.NOT_GRANTED
    with pytest.raises(Failure) as refused:
        ungrant_user(office, 19, "basra", actor)
    assert refused.value.code is Code.NOT_FOUND


def test_granting_again_is_how_a_new_package_is_issued(office: Office, actor: Actor) -> None:
    assert [grant_user(office, 17, "basra", actor) for _ in range(2)] == [1, 1]
    assert show_user(office, 17).branches == ("basra", "mosul")


def test_grants_that_make_no_sense(office: Office, actor: Actor) -> None:
    add_user(office, 20, actor)
    exit_user(office, 18, actor)
    change_branch_status(office, "mosul", BranchStatus.REVOKED, actor)
    refusals = {}
    for user, branch in ((20, "basra"), (18, "basra"), (17, "mosul"), (17, "kirkuk"), (17, "No Branch")):
        with pytest.raises(Failure) as refused:
            grant_user(office, user, branch, actor)
        refusals[user, branch] = refused.value.code
    assert list(refusals.values()) == [
        Code.CONFLICT,
        Code.USER_EXITED,
        Code.BRANCH_REVOKED,
        Code.NOT_FOUND,
        Code.INVALID_INPUT,
    ]


def test_who_did_it_and_why_lands_in_the_audit(office: Office) -> None:
    clerk = Actor.local("ridgekey.internal", "  moved to Basra ")
    grant_user(office, 19, "basra", clerk)
    exit_user(office, 19, Actor.local("ridgekey.internal"))
    granted, exited = (row.entry for row in tail_audit(office, 2))
    assert (granted.event, granted.user, granted.generation) == (Event.USER_GRANTED, 19, 1)
    assert (granted.actor, granted.reason) == (
        "spiffe://ridgekey.internal/admin/local",
        "branch basra: moved to Basra",
    )
    assert (exited.event, exited.reason) == (Event.USER_EXITED, None)


def test_reason_that_is_no_line_of_text_changes_nothing(office: Office) -> None:
    with pytest.raises(Failure) as refused:
        exit_user(office, 17, Actor.local("ridgekey.internal", "two\nlines"))
    assert refused.value.code is Code.INVALID_INPUT
    assert show_user(office, 17).status is UserStatus.ACTIVE
