"""Files of bits in three encodings, whole, in pieces, and with what does not belong there."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.batteries.sources import STDIN, Encoding, FileSource, HeldBits, open_file
from lab.batteries.sources.encodings import decode
from shared.errors import Code, Failure

BITS = st.lists(st.integers(0, 1), min_size=0, max_size=200)
SPACES = st.text(" \n\t\r", max_size=3)


def bits_of(source: FileSource | HeldBits, count: int) -> list[int]:
    found: list[int] = source.bits(count).tolist()
    return found


@given(st.binary(max_size=50))
def test_raw_bytes_begin_with_the_most_significant_bit(data: bytes) -> None:
    wanted = [int(bit) for byte in data for bit in f"{byte:08b}"]
    assert decode(data, Encoding.RAW).tolist() == wanted


@given(BITS, st.data())
def test_characters_are_bits_and_spaces_are_nothing(bits: list[int], data: st.DataObject) -> None:
    text = "".join(str(bit) + data.draw(SPACES) for bit in bits)
    assert decode(text.encode(), Encoding.ASCII).tolist() == bits


@given(st.text("0123456789abcdefABCDEF", max_size=60), SPACES)
def test_a_hexadecimal_digit_is_four_bits(digits: str, space: str) -> None:
    wanted = [int(bit) for digit in digits for bit in f"{int(digit, 16):04b}"]
    assert decode((space + digits + space).encode(), Encoding.HEX).tolist() == wanted


STRANGERS = {
    "not a digit": (b"0abxg", Encoding.HEX, "Byte 4 of the input is 'x' and not a hexadecimal digit"),
    "a prefix": (b"0x12", Encoding.HEX, "Byte 2 of the input is 'x'"),
    "no bit": (b"01\n02", Encoding.ASCII, "Byte 5 of the input is '2' and not 0 or 1"),
    "no text": (b"01\x00", Encoding.ASCII, "Byte 3 of the input is byte 0x00"),
    "no ASCII": ("é".encode(), Encoding.HEX, "Byte 1 of the input is byte 0xc3"),
}


@pytest.mark.parametrize("case", STRANGERS)
def test_a_character_that_does_not_belong_there_is_named_with_its_place(case: str) -> None:
    data, encoding, sentence = STRANGERS[case]
    with pytest.raises(Failure) as refused:
        FileSource("it", io.BytesIO(data), encoding).bits(1)
    assert refused.value.code is Code.INVALID_INPUT
    assert sentence in refused.value.sentence


def test_a_stranger_in_a_later_piece_has_its_place_in_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.batteries.sources.files._PIECE_BYTES", 4)
    source = FileSource("it", io.BytesIO(b"0101    0111 2"), Encoding.ASCII)
    assert bits_of(source, 6) == [0, 1, 0, 1, 0, 1]
    with pytest.raises(Failure, match="Byte 14 of the input is '2'"):
        source.bits(3)


def test_too_few_bits_say_how_many_there_are(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"\xf0\x0f")
    source = open_file(str(path))
    with pytest.raises(Failure, match="it has 16 bits, and 1,000 are needed"):
        source.bits(1000)
    assert bits_of(source, 8) == [1, 1, 1, 1, 0, 0, 0, 0]  # nothing was taken
    with pytest.raises(Failure, match="8 of its 16 bits are left, and 9 are needed"):
        source.bits(9)
    assert source.bytes(1) == b"\x0f"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(Failure, match="cannot be opened"):
            open_file(str(path))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a5")))
    assert bits_of(open_file(STDIN, Encoding.HEX), 8) == [1, 0, 1, 0, 0, 1, 0, 1]


def test_bits_in_memory_are_a_source_too() -> None:
    source = HeldBits("key", np.array([1, 0, 1], np.uint8))
    assert bits_of(source, 3) == [1, 0, 1]
    with pytest.raises(Failure, match="key is too short"):
        source.bits(1)
