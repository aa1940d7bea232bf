"""The audit's canonical body and its chain (protocol §7.1, §7.4)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.protocol.audit import GENESIS, AuditBody, first_bad_seq, leaf_hash
from tests.independent_exchange import lv

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "audit.json").read_text("utf-8"))
FULL = AuditBody(
    time_us=1_700_000_000_000_000,
    actor="spiffe://ridgekey.internal/branch/basra",
    event="RELEASED",
    user=17,
    image="xray-7",
    n=42,
    generation=3,
    finger=1,
    request_id=bytes(range(16)),
    attempt=1,
    suite="aes-256-gcm",
    inner_cipher="none",
    tls_group="X25519MLKEM768",
    reason="OK",
    item_count=3,
    size=2560,
    duration_us=1500,
)
COLUMNS = AuditBody._fields
Row = tuple[int, AuditBody, bytes]


def chain(length: int) -> list[Row]:
    rows: list[Row] = []
    previous = GENESIS
    for seq in range(1, length + 1):
        body = FULL._replace(n=seq)
        previous = leaf_hash(seq, previous, body)
        rows.append((seq, body, previous))
    return rows


def changed(body: AuditBody, column: str) -> AuditBody:
    value: Any = getattr(body, column)
    other = (
        value + 1
        if isinstance(value, int)
        else value + type(value)(b"x" if isinstance(value, bytes) else "x")
    )
    return body._replace(**{column: other})


def test_the_columns_are_the_closed_set_of_the_protocol() -> None:
    assert list(COLUMNS) == [
        "time_us", "actor", "event", "user", "image", "n", "generation", "finger", "request_id", "attempt",
        "suite", "inner_cipher", "tls_group", "reason", "item_count", "size", "duration_us",
    ]  # fmt: skip


@pytest.mark.parametrize("vector", [pytest.param(each, id=each["name"]) for each in VECTORS])
def test_as_recorded(vector: dict[str, Any]) -> None:
    columns = dict(vector["body"])
    if "request_id" in columns:
        columns["request_id"] = bytes.fromhex(columns["request_id"])
    body = AuditBody(**columns)
    assert body.encode().hex() == vector["encoded"]
    assert leaf_hash(vector["seq"], bytes.fromhex(vector["previous"]), body).hex() == vector["leaf_hash"]


def test_the_leaf_hash_is_that_of_rfc_9162() -> None:
    body = lv(*(lv(getattr(FULL, column)) for column in COLUMNS))
    entry = lv(7, b"p" * 32, body)
    assert leaf_hash(7, b"p" * 32, FULL) == hashlib.sha256(b"\x00" + entry).digest()


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_counts(column: str) -> None:
    assert changed(FULL, column).encode() != FULL.encode()


@pytest.mark.parametrize("column", COLUMNS[3:])
def test_an_absent_column_is_neither_empty_nor_zero(column: str) -> None:
    value = getattr(FULL, column)
    empty = type(value)()
    assert FULL._replace(**{column: None}).encode() != FULL._replace(**{column: empty}).encode()


@given(st.integers(0, 8))
def test_an_honest_chain_verifies(length: int) -> None:
    assert first_bad_seq(chain(length)) is None


@pytest.mark.parametrize("column", COLUMNS)
def test_an_edited_row_is_found(column: str) -> None:
    rows = chain(5)
    seq, body, stored = rows[2]
    rows[2] = (seq, changed(body, column), stored)
    assert first_bad_seq(rows) == 3


FORGERIES = [
    pytest.param(lambda rows: rows[1:], 1, id="the first row deleted"),
    pytest.param(lambda rows: rows[:2] + rows[3:], 3, id="a row deleted"),
    pytest.param(lambda rows: [*rows[:2], rows[1], *rows[2:]], 3, id="a row twice"),
    pytest.param(lambda rows: [rows[1], rows[0], *rows[2:]], 1, id="two rows swapped"),
    pytest.param(
        lambda rows: rows[:2] + [(i - 1, body, stored) for i, body, stored in rows[3:]], 3, id="renumbered"
    ),
    pytest.param(lambda rows: [*rows[:4], (5, rows[4][1], bytes(32))], 5, id="a hash replaced"),
    pytest.param(lambda rows: [(0, FULL, bytes(32)), *rows], 1, id="a row before the first"),
]


@pytest.mark.parametrize(("forge", "first"), FORGERIES)
def test_a_forged_chain_fails_at_its_first_bad_row(forge, first: int) -> None:  # type: ignore[no-untyped-def]
    assert first_bad_seq(forge(chain(5))) == first


def test_a_row_rewritten_with_its_own_hash_breaks_the_next() -> None:
    rows = chain(5)
    body = rows[2][1]._replace(user=18)
    rows[2] = (3, body, leaf_hash(3, rows[1][2], body))
    assert first_bad_seq(rows) == 4


def test_what_is_built_on_the_log_is_asked_row_by_row() -> None:
    rows, asked = chain(5), list[bytes]()

    def holds(stored: bytes) -> bool:
        asked.append(stored)
        return stored != rows[3][2]

    assert first_bad_seq(rows, holds) == 4
    assert asked == [stored for _, _, stored in rows[:4]]
    assert first_bad_seq(rows, lambda _: True) is None


def test_a_row_with_a_number_that_nothing_encodes_is_a_bad_one() -> None:
    rows = chain(3)
    rows[1] = (2, FULL._replace(size=-1), rows[1][2])
    assert first_bad_seq(rows) == 2


def test_the_chain_begins_with_zeros() -> None:
    assert bytes(32) == GENESIS
