"""After a restore nothing goes out until every number is above all that was used (protocol §5.7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.adapters.sql.sqlite_copy import copy_database
from server.ports import Actor, BranchStatus, Office
from server.services.administration import (
    change_branch_status,
    note_restore,
    set_fence,
    show_counter,
    show_fence,
)
from server.services.audit import (
    notice_rollback,
    tail_audit,
    verify_audit,
    write_checkpoint,
    write_due_checkpoint,
)
from server.services.exchange import Delivery, Reservation, Terms, confirm, release
from shared.errors import Code, Failure
from shared.protocol.messages import CheckpointReference, Outcome
from tests.server.registered_office import (
    BASRA,
    MOSUL,
    TLS_GROUP,
    events,
    hello,
    release_image,
    take_number,
)


@pytest.fixture
def restored(office: Office, actor: Actor) -> Office:
    """An office with a released, a reserved and a delivered-to-nobody request, restored just now."""
    release_image(office, hello(1))
    take_number(office, hello(2, user=18))
    write_checkpoint(office)
    note_restore(office, actor)
    return office


def refusal(code: Code) -> pytest.RaisesExc[Failure]:
    """Expects the failure with this code."""
    return pytest.RaisesExc(Failure, check=lambda failure: failure.code is code)


def test_no_exchange_begins_or_ends_before_the_fence(office: Office, actor: Actor) -> None:
    terms, reservation = take_number(office, hello(1))
    note_restore(office, actor)
    with refusal(Code.FENCE_REQUIRED):
        take_number(office, hello(2))
    with refusal(Code.FENCE_REQUIRED):
        release(office, BASRA, hello(1), terms, reservation, TLS_GROUP)
    assert events(office)[-1] == ("DATABASE_RESTORED", None)


def test_the_old_log_is_not_signed_any_more(restored: Office) -> None:
    assert write_due_checkpoint(restored) is None
    with refusal(Code.FENCE_REQUIRED):
        write_checkpoint(restored)


def test_marks_of_branches_are_kept_and_bound_the_fence(office: Office, actor: Actor) -> None:
    for branch, mark in ((BASRA, 40), (MOSUL, 77), (BASRA, 30)):
        with refusal(Code.COUNTER_ROLLBACK):
            take_number(office, hello(1, mark=mark), branch)
    note_restore(office, actor)
    view = show_fence(office)
    assert [(each.branch, each.user, each.mark) for each in view.reported] == [
        ("basra", 17, 40),
        ("mosul", 17, 77),
    ]
    assert (view.required, view.highest, view.lowest) == (True, 0, 77)
    with refusal(Code.INVALID_INPUT):
        set_fence(office, 76, actor)
    set_fence(office, 77, actor)
    assert take_number(office, hello(1, mark=77), MOSUL)[1].n == 78
    assert show_fence(office).reported == ()


def test_a_branch_that_named_the_highest_number_keeps_nobody_out_once_revoked(
    office: Office, actor: Actor
) -> None:
    for branch, mark in ((BASRA, 40), (MOSUL, 2**63 - 1)):
        with refusal(Code.COUNTER_ROLLBACK):
            take_number(office, hello(1, mark=mark), branch)
    note_restore(office, actor)
    with refusal(Code.INVALID_INPUT) as refused:
        set_fence(office, 40, actor)
    assert "revoke it" in refused.value.sentence
    change_branch_status(office, "mosul", BranchStatus.REVOKED, actor)
    assert [each.branch for each in show_fence(office).reported] == ["basra"]
    set_fence(office, 40, actor)
    assert take_number(office, hello(1, mark=40))[1].n == 41


def test_the_fence_ends_what_was_open_and_begins_a_log_that_names_the_old(
    restored: Office, actor: Actor
) -> None:
    with restored.database.read() as transaction:
        old = transaction.tree.newest()
    assert old is not None
    signed = set_fence(restored, 500, actor)
    assert events(restored)[-3:] == [("UNCONFIRMED", 1), ("ABANDONED", 1), ("COUNTERS_FENCED", 500)]
    assert signed.origin.taken_over == old.reference
    assert signed.origin.log_id != old.origin.log_id
    assert signed.size == tail_audit(restored, 1)[0].seq
    assert {show_counter(restored, user).n for user in (17, 18, 19)} == {500}
    assert verify_audit(restored).ok
    assert take_number(restored, hello(3))[1].n == 501


def test_the_fence_settles_what_a_server_noticed(restored: Office, actor: Actor) -> None:
    def beyond(log_id: bytes) -> CheckpointReference:
        """A checkpoint that a server saw before the database went back behind it."""
        return CheckpointReference(log_id, 1000, bytes(32))

    before = log_in_force(restored)
    assert notice_rollback(restored, beyond(before))
    set_fence(restored, 5, actor)
    assert not notice_rollback(restored, beyond(before))
    assert take_number(restored, hello(3))[1].n == 6
    assert notice_rollback(restored, beyond(log_in_force(restored)))


def log_in_force(office: Office) -> bytes:
    with office.database.read() as transaction:
        newest = transaction.tree.newest()
    assert newest is not None
    return newest.origin.log_id


def test_a_branch_of_the_old_log_is_told_to_reset_its_witness(restored: Office, actor: Actor) -> None:
    with restored.database.read() as transaction:
        old = transaction.tree.newest()
    assert old is not None
    new = set_fence(restored, 500, actor)
    with refusal(Code.WITNESS_INCONSISTENT) as refused:
        take_number(restored, hello(3, checkpoint=old.reference))
    assert "witness reset" in refused.value.sentence
    assert take_number(restored, hello(3, checkpoint=new.reference))[1].n == 501


WRONG_FENCES = {
    "negative": (-1, "must be at least 1,"),
    "below a number": (0, "must be at least 1,"),
    "the last number": (2**63 - 1, f"must be below {2**63 - 1},"),
    "beyond every number": (2**63, f"must be below {2**63 - 1},"),
}


@pytest.mark.parametrize(("to", "bound"), WRONG_FENCES.values(), ids=WRONG_FENCES)
def test_a_fence_that_is_none_changes_nothing(restored: Office, actor: Actor, to: int, bound: str) -> None:
    before = events(restored)
    with refusal(Code.INVALID_INPUT) as refused:
        set_fence(restored, to, actor)
    assert bound in refused.value.sentence
    assert events(restored) == before
    assert show_fence(restored).required


def test_without_a_restore_there_is_no_fence(office: Office, actor: Actor) -> None:
    before = events(office)
    with refusal(Code.CONFLICT):
        set_fence(office, 10, actor)
    assert events(office) == before


@pytest.fixture
def stale_stream(office: Office, actor: Actor, tmp_path: Path) -> tuple[Terms, Reservation]:
    """A stream that got n 1, released; then a restore of before took its request away, and its retry got 501.

    The retry was released once too.
    """
    backup = tmp_path / "backup.sqlite3"
    copy_database(office.config.database_file, backup)
    terms, reservation = take_number(office, hello(1))
    release(office, BASRA, hello(1), terms, reservation, TLS_GROUP)
    copy_database(backup, office.config.database_file)
    note_restore(office, actor)
    set_fence(office, 500, actor)
    assert release_image(office, hello(1))[0].n == 501
    return terms, reservation


@pytest.mark.sqlite
def test_a_stream_from_before_the_restore_releases_nothing(
    office: Office, stale_stream: tuple[Terms, Reservation]
) -> None:
    before = events(office)
    with refusal(Code.ATTEMPTS_EXHAUSTED):
        release(office, BASRA, hello(1), *stale_stream, TLS_GROUP)
    assert events(office) == before


@pytest.mark.sqlite
def test_a_receipt_from_before_the_restore_settles_nothing(
    office: Office, stale_stream: tuple[Terms, Reservation]
) -> None:
    before = events(office)
    delivery = Delivery(Outcome.DELIVERED, 1, 1, 1000, 0.1)
    for lost in (hello(1), hello(2)):
        with refusal(Code.ATTEMPTS_EXHAUSTED):
            confirm(office, BASRA, lost, stale_stream[1], delivery)
    assert events(office) == before
