"""Checkpoints are written when due, prove what they cover and are shown to witnesses (§7.2, §7.3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.ports import Actor, AuditEntry, Event, Office
from server.services.administration import found
from server.services.audit import (
    notice_rollback,
    present_checkpoint,
    prove_inclusion,
    tail_audit,
    verify_audit,
    verify_witness,
    write_checkpoint,
    write_due_checkpoint,
)
from shared.errors import Code, Failure
from shared.protocol.checkpoint import witnessed
from shared.protocol.merkle import includes
from shared.protocol.messages import CheckpointReference
from tests.server.database_file import run_sql
from tests.server.registered_office import hello, open_office, release_image, take_number
from tests.server.settable_clock import SettableClock


def add_rows(office: Office, actor: Actor, count: int) -> None:
    """Write so many audit rows."""
    for _ in range(count):
        with office.database.write() as transaction:
            transaction.audit.append(AuditEntry(actor.uri, Event.IMAGE_STORED))


def test_the_first_row_comes_with_the_first_checkpoint(office: Office, actor: Actor) -> None:
    found(office, actor)
    with office.database.read() as transaction:
        newest = transaction.tree.newest()
    assert newest is not None
    assert newest.size == 1
    assert newest.is_signed_by(office.log_key.public())
    assert newest.root == tail_audit(office, 1)[0].leaf_hash


def test_a_checkpoint_is_due_after_a_hundred_rows_or_a_minute(
    tmp_path: Path, registered_folder: Path, office: Office, actor: Actor, clock: SettableClock
) -> None:
    found(office, actor)
    assert write_due_checkpoint(office) is None
    add_rows(office, actor, 99)
    assert write_due_checkpoint(office) is None
    add_rows(office, actor, 1)
    by_rows = write_due_checkpoint(office)
    assert by_rows is not None
    assert by_rows.size == 101
    clock.advance(3600)
    assert write_due_checkpoint(office) is None, "nothing happened, so there is nothing to sign"
    add_rows(office, actor, 1)
    by_time = write_due_checkpoint(office)
    assert by_time is not None
    assert by_time.size == 102
    assert verify_audit(office).checkpoints == 3


def test_a_log_of_an_earlier_release_is_signed_as_soon_as_it_is_looked_at(
    office: Office, actor: Actor
) -> None:
    add_rows(office, actor, 3)
    first = write_due_checkpoint(office)
    assert first is not None
    assert (first.size, first.origin.taken_over) == (3, CheckpointReference())


def test_an_unchanged_log_keeps_its_checkpoint(office: Office, actor: Actor) -> None:
    found(office, actor)
    assert write_checkpoint(office) == write_checkpoint(office)
    assert verify_audit(office).checkpoints == 1


@pytest.mark.parametrize("sizes", [(1, 2, 3), (1, 8, 9), (3, 4, 17)])
def test_a_branch_that_verified_one_verifies_the_next(
    office: Office, actor: Actor, sizes: tuple[int, ...]
) -> None:
    key, held, rows = office.log_key.public(), CheckpointReference(), 0
    for size in sizes:
        add_rows(office, actor, size - rows)
        rows = size
        write_checkpoint(office)
        shown = present_checkpoint(office, held)
        held = witnessed(held, shown.checkpoint.encode(), shown.proof, key).reference
    assert held.size == sizes[-1]


def test_what_no_log_extends_is_refused_before_a_number_is_taken(office: Office, actor: Actor) -> None:
    add_rows(office, actor, 5)
    held = write_checkpoint(office).reference
    for other in (
        CheckpointReference(held.log_id, held.size, bytes(32)),
        CheckpointReference(held.log_id, held.size + 1, held.root),
        CheckpointReference(bytes(32), held.size, held.root),
    ):
        with pytest.raises(Failure) as refused:
            take_number(office, hello(checkpoint=other))
        assert refused.value.code is Code.WITNESS_INCONSISTENT
    assert take_number(office, hello(checkpoint=held))[1].n == 1


def test_every_row_that_is_signed_is_proved(office: Office, actor: Actor) -> None:
    add_rows(office, actor, 11)
    signed = write_checkpoint(office)
    add_rows(office, actor, 1)
    for seq in range(1, 12):
        proof = prove_inclusion(office, seq)
        assert includes(proof.leaf_hash, seq - 1, 11, proof.path, signed.root)
    with pytest.raises(Failure) as refused:
        prove_inclusion(office, 12)
    assert refused.value.code is Code.NOT_FOUND


def test_an_altered_row_has_no_proof(office: Office, actor: Actor, tmp_path: Path) -> None:
    add_rows(office, actor, 4)
    write_checkpoint(office)
    run_sql(tmp_path, "UPDATE audit SET leaf_hash = upper(leaf_hash) WHERE seq = 3")
    with pytest.raises(Failure) as refused:
        prove_inclusion(office, 3)
    assert refused.value.code is Code.INTEGRITY


SET_NODE = "UPDATE audit_node SET hash ="
SECOND = "WHERE level = 2 AND position = 0"

TREE_TAMPERING = {
    "a node altered": (
        ["UPDATE audit_node SET hash = 'ff' || substr(hash, 3) WHERE level = 2 AND position = 0"],
        4,
    ),
    "a node that is none": (["UPDATE audit_node SET hash = 'zz' WHERE level = 1 AND position = 1"], 4),
    "a node deleted": (["DELETE FROM audit_node WHERE level = 1 AND position = 2"], 6),
    "a node inserted": (["INSERT INTO audit_node SELECT 1, 9, hash FROM audit_node WHERE level = 3"], 11),
    "a root altered": (["UPDATE audit_checkpoint SET root = log_id"], 10),
    "a signature altered": (["UPDATE audit_checkpoint SET signature = root || root"], 10),
    "a signature that is none": (["UPDATE audit_checkpoint SET signature = 'zz'"], 10),
    "a checkpoint moved back": (["UPDATE audit_checkpoint SET size = 9"], 9),
    "a checkpoint beyond the log": (["UPDATE audit_checkpoint SET size = 11"], 11),
    "another log named": (["UPDATE audit_log SET salt = log_id"], 10),
    "a log that is none": (["UPDATE audit_log SET salt = 'zz'"], 10),
}


@pytest.mark.parametrize(("statements", "first_bad"), TREE_TAMPERING.values(), ids=TREE_TAMPERING)
def test_tampering_with_the_tree_is_found(
    office: Office, actor: Actor, tmp_path: Path, statements: list[str], first_bad: int
) -> None:
    add_rows(office, actor, 10)
    write_checkpoint(office)
    assert verify_audit(office).ok
    run_sql(tmp_path, *statements)
    assert verify_audit(office).first_bad == first_bad


@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"], ids=["update", "delete"])
@pytest.mark.parametrize(
    ("table", "column"),
    [("audit", "seq"), ("audit_log", "number"), ("audit_node", "level"), ("audit_checkpoint", "size")],
)
def test_the_database_itself_refuses_to_change_the_log(
    office: Office, actor: Actor, tmp_path: Path, change: str, table: str, column: str
) -> None:
    add_rows(office, actor, 3)
    write_checkpoint(office)
    with pytest.raises(Exception, match="append-only"):
        run_sql(tmp_path, change.format(table, column, column), as_attacker=False)


@pytest.mark.fault(35)
@pytest.mark.sqlite
def test_a_cut_log_is_told_by_a_checkpoint_kept_elsewhere(
    office: Office, actor: Actor, tmp_path: Path, clock: SettableClock
) -> None:
    release_image(office, hello(1))
    write_checkpoint(office)
    backup = {file.name: file.read_bytes() for file in tmp_path.glob("database*")}
    add_rows(office, actor, 5)
    kept = write_checkpoint(office)
    assert verify_witness(office, kept)
    office.database.close()
    for file in tmp_path.glob("database*"):
        file.unlink()
    for name, data in backup.items():
        (tmp_path / name).write_bytes(data)
    older = open_office(tmp_path, clock)
    assert verify_audit(older).ok, "the backup is sound in itself"
    assert not verify_witness(older, kept)
    assert notice_rollback(older, kept.reference)
    with pytest.raises(Failure) as refused:
        take_number(older, hello(2))
    assert refused.value.code is Code.FENCE_REQUIRED
    older.database.close()


def test_a_log_that_went_on_is_no_rollback(office: Office, actor: Actor) -> None:
    add_rows(office, actor, 2)
    seen = write_checkpoint(office).reference
    add_rows(office, actor, 2)
    assert not notice_rollback(office, seen)
    assert not notice_rollback(office, CheckpointReference())
    assert take_number(office, hello(1))[1].n == 1
