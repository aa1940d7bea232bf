"""Whom a closed-set verifier cannot let pass."""

from __future__ import annotations

from server.ports import Actor, Office
from server.services.administration import add_user, exit_user, forget_user, unlisted_users
from shared.biometrics.verification import ClosedSetVerifier
from tests.seeded_networks import seeded_network, tiny_network, tiny_verifier

SHAPE = ((2, 3, 3, 2),)
FINGERS = seeded_network(SHAPE, 16, side=8, seed="finger", classes=10)


def knowing(*users: int) -> ClosedSetVerifier:
    return ClosedSetVerifier(seeded_network(SHAPE, 16, side=8, classes=len(users)), FINGERS, users)


def test_active_enrolled_users_are_looked_for(office: Office, actor: Actor) -> None:
    assert unlisted_users(office, knowing(17, 18, 19)) == ()
    assert unlisted_users(office, knowing(1, 17)) == (18, 19)
    add_user(office, 20, actor)
    exit_user(office, 18, actor)
    assert unlisted_users(office, knowing(1, 17)) == (19,)
    forget_user(office, 19, actor)
    assert unlisted_users(office, knowing(1, 17)) == ()


def test_nothing_else_has_a_list(office: Office) -> None:
    for other in (tiny_verifier(), tiny_network(), None):
        assert unlisted_users(office, other) == ()
