"""Forgetting: prints and secrets are gone, numbers and audit stay (protocol §6)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from server.ports import Actor, GenerationStatus, Office
from server.services.administration import (
    forget_user,
    preview_forgetting,
    show_counter,
    show_user,
)
from server.services.audit import tail_audit
from server.services.exchange import admit
from shared.biometrics.prints import Print
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.stores.enrolments import Enrolment
from tests.server.registered_office import BASRA, MODEL, hello, release_image


def hold(office: Office, user: int, generation: int) -> None:
    pixels = np.random.default_rng(user).integers(0, 256, (96, 96), dtype=np.uint8)
    prints = {Finger.LEFT_INDEX: Print(pixels)}
    office.enrolments.put(Enrolment(user, generation, MODEL, prints, Secret(bytes(32))))


def test_everything_of_one_user_goes(office: Office, actor: Actor) -> None:
    release_image(office, hello(1))
    for user, generation in ((17, 1), (17, 2), (18, 1)):
        hold(office, user, generation)
    assert forget_user(office, 17, actor) == (1, 2)
    assert office.enrolments.generations(17) == ()
    assert office.enrolments.generations(18) == (1,)
    assert show_user(office, 17).enrolment is GenerationStatus.REVOKED
    assert show_counter(office, 17).n == 1
    entry = tail_audit(office, 1)[0].entry
    assert (entry.event, entry.user, entry.count, entry.reason) == ("USER_FORGOTTEN", 17, 2, "a test")
    with pytest.raises(Failure) as refused:
        admit(office, BASRA, hello(2))
    assert refused.value.code is Code.GENERATION_STALE


def test_there_is_nothing_to_forget_twice(office: Office, actor: Actor) -> None:
    hold(office, 17, 1)
    forget_user(office, 17, actor)
    with pytest.raises(Failure) as refused:
        forget_user(office, 17, actor)
    assert refused.value.code is Code.CONFLICT


def test_a_preview_names_what_would_go_and_leaves_it(office: Office, actor: Actor) -> None:
    hold(office, 17, 1)
    hold(office, 17, 2)  # a file that the registry does not know goes too
    assert preview_forgetting(office, 17) == (1, 2)
    assert tail_audit(office, 10) == ()
    assert forget_user(office, 17, actor) == (1, 2)
    with pytest.raises(Failure) as refused:
        preview_forgetting(office, 17)
    assert refused.value.code is Code.CONFLICT


def test_what_cannot_be_deleted_is_not_said_to_be(
    office: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(office, 17, 1)

    def broken(*_: Any) -> None:
        raise Failure(Code.STORAGE_UNAVAILABLE)

    with monkeypatch.context() as patched:
        patched.setattr(type(office.enrolments), "delete", broken)
        with pytest.raises(Failure):
            forget_user(office, 17, actor)
    assert show_user(office, 17).enrolment is GenerationStatus.ACTIVE
    assert tail_audit(office, 10) == ()
    assert forget_user(office, 17, actor) == (1,)
