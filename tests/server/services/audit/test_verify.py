"""The chain finds the first row that is not what it should be (protocol §7.4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.ports import Actor, Office
from server.services.administration import exit_user, readmit_user
from server.services.audit import AuditVerdict, tail_audit, verify_audit, write_checkpoint
from server.services.exchange import record_refusal
from shared.errors import Code, Failure
from shared.protocol.audit import AuditBody, leaf_hash
from tests.databases import on_postgres
from tests.server.database_file import run_sql
from tests.server.registered_office import BASRA, hello, release_image

ROWS = 10


@pytest.fixture
def log(office: Office, actor: Actor) -> Office:
    """An office whose log has ten rows of several kinds, with a checkpoint over the first eight."""
    for number in range(3):
        release_image(office, hello(number))
    exit_user(office, 18, actor)
    readmit_user(office, 18, actor)
    write_checkpoint(office)
    record_refusal(office, BASRA.uri, Failure(Code.NOT_GRANTED), 19)
    record_refusal(office, "", Failure(Code.UNAUTHENTICATED))
    assert verify_audit(office) == AuditVerdict(True, ROWS, 1, None)
    return office


EXCHANGE_4_AND_8 = [
    "UPDATE audit SET seq = -1 WHERE seq = 4",
    "UPDATE audit SET seq = 4 WHERE seq = 8",
    "UPDATE audit SET seq = 8 WHERE seq = -1",
]

INSERT_A_COPY_OF_2_AT_5 = [
    "UPDATE audit SET seq = -seq - 1 WHERE seq >= 5",
    "UPDATE audit SET seq = -seq WHERE seq < 0",
    "CREATE TEMPORARY TABLE copy AS SELECT * FROM audit WHERE seq = 2",
    "UPDATE copy SET seq = 5",
    "INSERT INTO audit SELECT * FROM copy",
]

APPEND_A_COPY_OF_10 = [
    "CREATE TEMPORARY TABLE copy AS SELECT * FROM audit WHERE seq = 10",
    "UPDATE copy SET seq = 11",
    "INSERT INTO audit SELECT * FROM copy",
]

EDITS = {
    "time_us": "UPDATE audit SET time_us = ? WHERE seq = ?",
    "user_id": "UPDATE audit SET user_id = ? WHERE seq = ?",
    "n": "UPDATE audit SET n = ? WHERE seq = ?",
    "generation": "UPDATE audit SET generation = ? WHERE seq = ?",
    "finger": "UPDATE audit SET finger = ? WHERE seq = ?",
    "attempt": "UPDATE audit SET attempt = ? WHERE seq = ?",
    "item_count": "UPDATE audit SET item_count = ? WHERE seq = ?",
    "size": "UPDATE audit SET size = ? WHERE seq = ?",
    "duration_us": "UPDATE audit SET duration_us = ? WHERE seq = ?",
}

LARGEST = (2**31 if on_postgres() else 2**63) - 1
"""The largest number that every column of the database takes."""

ANY_VALUE = pytest.mark.sqlite
"""Only SQLite keeps a value of any type in any column."""

TAMPERING = [
    pytest.param(["UPDATE audit SET user_id = 18 WHERE seq = 4"], 4, id="edited user"),
    pytest.param(["UPDATE audit SET n = 9 WHERE seq = 1"], 1, id="edited number of the first row"),
    pytest.param(["UPDATE audit SET reason = NULL WHERE seq = 9"], 9, id="reason taken away"),
    pytest.param(["UPDATE audit SET reason = '' WHERE seq = 1"], 1, id="empty reason for none"),
    pytest.param(["UPDATE audit SET time_us = time_us + 1 WHERE seq = 10"], 10, id="last row later"),
    pytest.param(["UPDATE audit SET actor = 'x' WHERE seq = 7"], 7, id="edited actor"),
    pytest.param(["UPDATE audit SET n = 'nine' WHERE seq = 5"], 5, marks=ANY_VALUE, id="text for a number"),
    pytest.param(["UPDATE audit SET n = -1 WHERE seq = 5"], 5, id="negative number"),
    pytest.param(["UPDATE audit SET n = 1.5 WHERE seq = 5"], 5, marks=ANY_VALUE, id="fraction for a number"),
    pytest.param(["UPDATE audit SET event = x'ff00' WHERE seq = 5"], 5, marks=ANY_VALUE, id="bytes for text"),
    pytest.param(
        ["UPDATE audit SET actor = CAST(x'ff' AS TEXT) WHERE seq = 5"],
        5,
        marks=ANY_VALUE,
        id="text that is none",
    ),
    pytest.param(["UPDATE audit SET request_id = 'zz' WHERE seq = 2"], 2, id="request ID that is none"),
    pytest.param(["UPDATE audit SET leaf_hash = 'zz' WHERE seq = 3"], 3, id="leaf hash that is none"),
    pytest.param(["UPDATE audit SET leaf_hash = upper(leaf_hash) WHERE seq = 3"], 3, id="capitals"),
    pytest.param(["UPDATE audit SET seq = 'three' WHERE seq = 3"], 3, marks=ANY_VALUE, id="text for seq"),
    pytest.param(["DELETE FROM audit WHERE seq = 1"], 1, id="first row deleted"),
    pytest.param(["DELETE FROM audit WHERE seq = 6"], 6, id="row deleted"),
    pytest.param(["DELETE FROM audit WHERE seq > 7"], 8, id="tail cut off"),
    pytest.param(["DELETE FROM audit"], 1, id="log emptied"),
    pytest.param(["DELETE FROM audit", "DELETE FROM audit_head"], 1, id="log emptied with its head"),
    pytest.param(
        ["DELETE FROM audit WHERE seq = 6", "UPDATE audit SET seq = seq - 1 WHERE seq > 6"],
        6,
        id="row deleted and the gap closed",
    ),
    pytest.param(EXCHANGE_4_AND_8, 4, id="rows exchanged"),
    pytest.param(INSERT_A_COPY_OF_2_AT_5, 5, id="row inserted"),
    pytest.param(APPEND_A_COPY_OF_10, 11, id="row appended behind the head"),
    pytest.param(["UPDATE audit_head SET seq = 9"], 10, id="head moved back"),
    pytest.param(["UPDATE audit_head SET seq = 11"], 11, id="head moved on"),
    pytest.param(["UPDATE audit_head SET leaf_hash = ''"], 10, id="head without a hash"),
    pytest.param(
        ["UPDATE audit_head SET leaf_hash = CAST(x'ff' AS TEXT)"], 10, marks=ANY_VALUE, id="head with no text"
    ),
    pytest.param(["UPDATE audit_head SET seq = 'ten'"], 1, marks=ANY_VALUE, id="head with text for seq"),
    pytest.param(["UPDATE audit_head SET seq = 9.5"], 1, marks=ANY_VALUE, id="head with a fraction for seq"),
    pytest.param(["DELETE FROM audit_head"], 1, id="no head"),
]


@pytest.mark.fault(35)
@pytest.mark.parametrize(("statements", "first_bad"), TAMPERING)
def test_tampering_is_found(log: Office, tmp_path: Path, statements: list[str], first_bad: int) -> None:
    run_sql(tmp_path, *statements)
    verdict = verify_audit(log)
    assert (verdict.ok, verdict.first_bad) == (False, first_bad)


def test_row_edited_with_a_new_leaf_hash_breaks_the_next(log: Office, tmp_path: Path) -> None:
    row = tail_audit(log, ROWS)[6]
    previous = tail_audit(log, ROWS)[5].leaf_hash
    entry = row.entry
    forged = AuditBody(time_us=5, actor=entry.actor, event=entry.event.value, user=19)
    forged_leaf = leaf_hash(7, previous, forged).hex()
    edit = "UPDATE audit SET reason = NULL, user_id = 19, time_us = 5, leaf_hash = ? WHERE seq = 7"
    run_sql(tmp_path, edit, values=(forged_leaf,))
    assert verify_audit(log).first_bad == 8


@pytest.mark.fault(35)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seq=st.integers(1, ROWS),
    column=st.sampled_from(sorted(EDITS)),
    value=st.integers(-LARGEST - 1, LARGEST),
)
def test_any_number_edited_is_found(log: Office, tmp_path: Path, seq: int, column: str, value: int) -> None:
    (row,) = run_sql(tmp_path, "SELECT * FROM audit WHERE seq = ?", values=(seq,))
    run_sql(tmp_path, EDITS[column], values=(value, seq))
    verdict = verify_audit(log)
    run_sql(tmp_path, EDITS[column], values=(row[column], seq))
    assert verdict.first_bad == (None if value == row[column] else seq)
    assert verify_audit(log).ok


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("DELETE FROM audit_head", id="no head"),
        pytest.param("UPDATE audit_head SET leaf_hash = 'zz'", id="head without a hash"),
        pytest.param("UPDATE audit_head SET seq = 9", id="head before the last row"),
        pytest.param("UPDATE audit_head SET seq = 'ten'", marks=ANY_VALUE, id="head with text for seq"),
    ],
)
def test_nothing_is_released_on_a_log_without_a_sound_end(
    log: Office, tmp_path: Path, statement: str
) -> None:
    run_sql(tmp_path, statement)
    with pytest.raises(Failure) as refused:
        release_image(log, hello(50))
    assert refused.value.code is Code.AUDIT_UNAVAILABLE
    with log.database.read() as transaction:
        assert transaction.requests.get(hello(50).request_id) is None


def test_unreadable_row_is_not_shown(log: Office, tmp_path: Path) -> None:
    run_sql(tmp_path, "UPDATE audit SET event = 'NOTHING OF OURS' WHERE seq = 10")
    with pytest.raises(Failure) as refused:
        tail_audit(log, 1)
    assert refused.value.code is Code.INTEGRITY


def test_tail_is_oldest_first(log: Office) -> None:
    assert [row.seq for row in tail_audit(log, 3)] == [8, 9, 10]
    assert len(tail_audit(log, 100)) == ROWS
    with pytest.raises(Failure) as refused:
        tail_audit(log, 0)
    assert refused.value.code is Code.INVALID_INPUT
