"""The transcript hashes are unambiguous: nothing moves from one item into its neighbour (protocol §3.6)."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from shared.protocol.transcript import (
    ChannelContext,
    transcript_hash_1,
    transcript_hash_2,
    transcript_hash_3,
)
from tests.independent_exchange import lv, sha256

CONTEXT = ChannelContext("spiffe://d/branch/a", "spiffe://d/head-office", b"c" * 32, b"d" * 32)


def test_as_the_text_says() -> None:
    ci = lv("spiffe://d/branch/a", "spiffe://d/head-office", b"c" * 32, b"d" * 32)
    assert CONTEXT.encode() == ci
    assert transcript_hash_1(b"H", b"C", CONTEXT) == sha256(lv("ridgekey/1 th1", b"H", b"C", ci))
    assert transcript_hash_2(b"1" * 32, b"P") == sha256(lv("ridgekey/1 th2", b"1" * 32, b"P"))
    assert transcript_hash_3(b"2" * 32, b"A") == sha256(lv("ridgekey/1 th3", b"2" * 32, b"A"))


def test_bytes_cannot_move_between_frames() -> None:
    assert transcript_hash_1(b"ab", b"c", CONTEXT) != transcript_hash_1(b"a", b"bc", CONTEXT)
    assert transcript_hash_2(b"x" * 32, b"") != transcript_hash_3(b"x" * 32, b"")


@pytest.mark.parametrize("name", [field.name for field in fields(ChannelContext)])
def test_every_part_of_the_channel_counts(name: str) -> None:
    value = getattr(CONTEXT, name)
    other = replace(CONTEXT, **{name: value[:-1] + (b"x" if isinstance(value, bytes) else "x")})
    assert transcript_hash_1(b"H", b"C", other) != transcript_hash_1(b"H", b"C", CONTEXT)
