"""lv is injective, strict, and decodes only what it encodes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure

byte_lists = st.lists(st.binary(max_size=40), max_size=8)


def test_golden_bytes() -> None:
    encoded = lv(b"ab", "ü", 258)
    assert encoded.hex() == "000000026162" + "00000002c3bc" + "00000008" + "0000000000000102"


@given(byte_lists)
def test_decodes_what_it_encodes(items: list[bytes]) -> None:
    assert unlv(lv(*items), len(items)) == items


@given(byte_lists, byte_lists)
def test_is_injective(left: list[bytes], right: list[bytes]) -> None:
    assert (lv(*left) == lv(*right)) == (left == right)


@given(st.integers(0, 2**64 - 1))
def test_integers_are_items_of_eight_bytes(value: int) -> None:
    (item,) = unlv(lv(value), 1)
    assert len(item) == 8
    assert integer(item) == value


@pytest.mark.parametrize("value", [-1, 2**64], ids=["negative", "over 64 bits"])
def test_integers_that_do_not_fit_are_refused(value: int) -> None:
    with pytest.raises(OverflowError):
        lv(value)


MALFORMED = [
    pytest.param(b"\x00\x00\x00", 1, id="length cut short"),
    pytest.param(b"\x00\x00\x00\x02a", 1, id="item cut short"),
    pytest.param(b"\x00\x00\x00\x01a", 2, id="item missing"),
    pytest.param(b"\x00\x00\x00\x01ab", 1, id="byte left over"),
    pytest.param(b"a", 0, id="bytes where none belong"),
    pytest.param(b"\xff\xff\xff\xffa", 1, id="length beyond the data"),
]


@pytest.mark.parametrize(("data", "count"), MALFORMED)
def test_malformed_encodings_are_refused(data: bytes, count: int) -> None:
    with pytest.raises(Failure) as caught:
        unlv(data, count)
    assert caught.value.code is Code.MALFORMED


def test_an_integer_of_another_length_is_refused() -> None:
    with pytest.raises(Failure) as caught:
        integer(b"\x00" * 7)
    assert caught.value.code is Code.MALFORMED
