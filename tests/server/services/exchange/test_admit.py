"""Protocol §3.2: who is admitted, and which check comes first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from server.ports import BranchStatus, GenerationStatus, Office, UserStatus
from server.services.administration import change_branch_status
from server.services.exchange import admit, admit_caller, list_images
from shared.errors import Code, Failure
from shared.identifiers import Finger, Identity, Role
from shared.protocol.messages import CheckpointReference
from tests.server.registered_office import (
    BASRA,
    CERTIFICATE,
    DOMAIN,
    FINGERS,
    MODEL,
    MOSUL,
    hello,
    open_office,
)
from tests.server.settable_clock import SettableClock

STRANGER = Identity(DOMAIN, Role.BRANCH, "kirkuk")
IMPOSTOR = Identity("elsewhere.example", Role.BRANCH, "basra")
ADMIN = Identity(DOMAIN, Role.ADMIN, "basra")


@dataclass(frozen=True)
class Case:
    """A Hello that is refused: what is changed in it, and who sends it."""

    code: Code
    changes: dict[str, Any] = field(default_factory=dict)
    branch: Identity = BASRA


REFUSED = [
    pytest.param(Case(Code.UNAUTHENTICATED, branch=STRANGER), id="unknown branch"),
    pytest.param(Case(Code.UNAUTHENTICATED, branch=IMPOSTOR), id="same name in another trust domain"),
    pytest.param(Case(Code.UNAUTHENTICATED, branch=ADMIN), id="an administrator of that name"),
    pytest.param(Case(Code.ID_OUT_OF_RANGE, {"user": 0}), id="user 0"),
    pytest.param(Case(Code.ID_OUT_OF_RANGE, {"user": 601}), id="user 601"),
    pytest.param(Case(Code.ID_OUT_OF_RANGE, {"user": 2**31}), id="user 2^31"),
    pytest.param(Case(Code.NOT_GRANTED, {"user": 19}), id="a user of no branch"),
    pytest.param(Case(Code.NOT_GRANTED, {"user": 20}), id="no such user"),
    pytest.param(Case(Code.NOT_GRANTED, {"user": 18}, branch=MOSUL), id="another branch's user"),
    pytest.param(Case(Code.IMAGE_NOT_FOUND, {"image": "xray-8"}), id="no such image"),
    pytest.param(Case(Code.IMAGE_NOT_FOUND, {"image": "scan-3"}), id="another user's image"),
    pytest.param(Case(Code.IMAGE_NOT_FOUND, {"image": "plan-2"}), id="another branch's image"),
    pytest.param(Case(Code.IMAGE_NOT_FOUND, {"image": "../../etc/passwd"}), id="a path"),
    pytest.param(Case(Code.IMAGE_NOT_FOUND, {"image": "xray-7\0"}), id="NUL"),
    pytest.param(Case(Code.IMAGE_NOT_FOUND, {"image": "' OR 1=1 --"}), id="SQL"),
    pytest.param(Case(Code.IMAGE_NOT_FOUND, {"image": ""}), id="empty image"),
    pytest.param(Case(Code.VERSION_UNSUPPORTED, {"versions": (2,)}), id="version 2 only"),
    pytest.param(Case(Code.SUITE_UNSUPPORTED, {"suites": ("rot13",)}), id="unknown suite"),
    pytest.param(Case(Code.SUITE_UNSUPPORTED, {"inner_ciphers": ("rot13",)}), id="unknown inner cipher"),
    pytest.param(Case(Code.GENERATION_STALE, {"generation": 0}), id="generation 0"),
    pytest.param(Case(Code.GENERATION_STALE, {"generation": 2**64 - 1}), id="generation of the future"),
    pytest.param(Case(Code.MODEL_MISMATCH, {"model_digests": ()}), id="no model"),
    pytest.param(Case(Code.MODEL_MISMATCH, {"model_digests": (bytes(32),)}), id="another model"),
    pytest.param(Case(Code.COUNTER_ROLLBACK, {"mark": 1}), id="mark above n"),
    pytest.param(
        Case(Code.WITNESS_INCONSISTENT, {"checkpoint": CheckpointReference(bytes(16), 9, bytes(32))}),
        id="checkpoint beyond the log",
    ),
]


@pytest.mark.parametrize("case", REFUSED)
def test_refused(office: Office, case: Case) -> None:
    with pytest.raises(Failure) as refused:
        admit(office, case.branch, hello(**case.changes))
    assert refused.value.code is case.code


def test_terms_of_an_admitted_request(office: Office) -> None:
    terms = admit(office, BASRA, hello(suites=("chacha20-poly1305", "aes-256-gcm"), inner_ciphers=("chen",)))
    assert (terms.choice.suite, terms.choice.inner_cipher) == ("chacha20-poly1305", "chen")
    assert (terms.generation, terms.fingers, terms.model_digest) == (1, FINGERS, MODEL)
    assert (terms.image.image, terms.image.size, terms.image.media_type) == ("xray-7", 1000, "image/png")


@pytest.mark.fault(32)
def test_absent_and_ungranted_users_look_alike(office: Office) -> None:
    answers = []
    for user in (19, 20):
        with pytest.raises(Failure) as refused:
            admit(office, BASRA, hello(user=user))
        answers.append((refused.value.code, refused.value.sentence, refused.value.field))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        pytest.param(BranchStatus.SUSPENDED, Code.BRANCH_SUSPENDED, id="suspended"),
        pytest.param(BranchStatus.REVOKED, Code.BRANCH_REVOKED, id="revoked"),
    ],
)
def test_branch_status_comes_before_everything_that_is_asked(
    office: Office, status: BranchStatus, code: Code
) -> None:
    with office.database.write() as transaction:
        transaction.branches.set_status("basra", status)
    for ask in (
        lambda: admit(office, BASRA, hello(user=0)),
        lambda: list_images(office, BASRA, 0),
        lambda: admit_caller(office, BASRA, CERTIFICATE["basra"]),
    ):
        with pytest.raises(Failure) as refused:
            ask()
        assert refused.value.code is code


def test_exit_list_comes_before_image_and_generation(office: Office) -> None:
    with office.database.write() as transaction:
        transaction.counters.set_status(17, UserStatus.EXITED)
    with pytest.raises(Failure) as refused:
        admit(office, BASRA, hello(image="nothing", generation=9))
    assert refused.value.code is Code.USER_EXITED


def test_tainted_generation_serves_no_new_exchange(office: Office) -> None:
    with office.database.write() as transaction:
        transaction.generations.set_status(17, 1, GenerationStatus.TAINTED)
    with pytest.raises(Failure) as refused:
        admit(office, BASRA, hello())
    assert refused.value.code is Code.GENERATION_STALE


def test_rate_is_each_branch_its_own_and_comes_back(tmp_path, office: Office, clock: SettableClock) -> None:
    slow = open_office(tmp_path, clock, branch_hellos_per_second=0.5, branch_hello_burst=2)
    for _ in range(2):
        admit(slow, BASRA, hello())
    with pytest.raises(Failure) as refused:
        admit(slow, BASRA, hello(user=0))
    assert (refused.value.code, refused.value.retry_after) == (Code.RATE_LIMITED, 2.0)
    admit(slow, MOSUL, hello())
    clock.advance(2)
    admit(slow, BASRA, hello())


def test_rate_is_each_user_s_own_at_each_branch(tmp_path, office: Office, clock: SettableClock) -> None:
    slow = open_office(tmp_path, clock, user_hellos_per_second=0.5, user_hello_burst=2)
    for _ in range(2):
        admit(slow, BASRA, hello())
    with pytest.raises(Failure) as refused:
        admit(slow, BASRA, hello())
    assert (refused.value.code, refused.value.retry_after) == (Code.RATE_LIMITED, 2.0)
    admit(slow, MOSUL, hello())
    admit(slow, BASRA, hello(user=18))
    clock.advance(2)
    admit(slow, BASRA, hello())


def test_users_who_are_not_granted_have_no_rate(tmp_path, office: Office, clock: SettableClock) -> None:
    slow = open_office(tmp_path, clock, user_hellos_per_second=0.5, user_hello_burst=1)
    for _ in range(3):
        with pytest.raises(Failure) as refused:
            admit(slow, BASRA, hello(user=19))
        assert refused.value.code is Code.NOT_GRANTED


def test_caller_must_hold_the_certificate_that_was_approved(office: Office) -> None:
    admit_caller(office, BASRA, CERTIFICATE["basra"])
    with pytest.raises(Failure) as refused:
        admit_caller(office, BASRA, CERTIFICATE["mosul"])
    assert refused.value.code is Code.UNAUTHENTICATED


def test_resumed_branch_is_admitted_again(office: Office, actor) -> None:
    change_branch_status(office, "basra", BranchStatus.SUSPENDED, actor)
    with pytest.raises(Failure) as refused:
        admit(office, BASRA, hello())
    assert refused.value.code is Code.BRANCH_SUSPENDED
    change_branch_status(office, "basra", BranchStatus.ACTIVE, actor)
    assert admit(office, BASRA, hello()).generation == hello().generation


def test_images_released_to_a_user_at_a_branch(office: Office) -> None:
    def listed(branch: Identity, user: int) -> list[str]:
        return [image.image for image in list_images(office, branch, user)]

    assert listed(BASRA, 17) == ["mri-1", "xray-7"]
    assert listed(MOSUL, 17) == ["mri-1", "plan-2", "xray-7"]
    assert listed(BASRA, 18) == ["scan-3", "xray-7"]


def test_single_finger_serves_every_message(office: Office) -> None:
    with office.database.write() as transaction:
        record = transaction.generations.get(17, 1)
        assert record is not None
        transaction.generations.add(replace(record, generation=2, fingers=(Finger.RIGHT_THUMB,)))
        transaction.counters.set_generation(17, 2)
    assert admit(office, BASRA, hello(generation=2)).fingers == (Finger.RIGHT_THUMB,)
