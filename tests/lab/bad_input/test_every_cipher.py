"""One table of wrong input for every cipher of the registry, called and as a command."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lab.ciphers.comparison import compare, key_for
from lab.ciphers.image_cipher import ImageCipher, Keyed
from lab.ciphers.paper_002 import methods
from lab.ciphers.paper_002.parameter_network import shares
from lab.ciphers.picture_header import MAGIC, cut
from lab.ciphers.registry import CIPHERS
from lab.ciphers.sealed_picture import open_picture, seal_picture
from lab.cli.app import build
from shared.crypto.randomness import SystemRandomness
from shared.errors import Code, Failure
from shared.terminal.program import run
from tests.lab.bad_input.wrong_pictures import ARRAYS, CONSTANT, FILES, ONE_COLOUR
from tests.lab.batteries.images.drawn_pictures import noise
from tests.lab.ciphers.key_pairs import key_pair, write_pair

DATE = "2010:05:11 21:17:51"
PICTURE = noise(3, 4, 6)
ANSWERS = cache(shares)
EACH = pytest.mark.parametrize("cipher", [pytest.param(one, id=name) for name, one in CIPHERS.items()])

NO_DATE = "A date is written as in EXIF, YYYY:MM:DD HH:MM:SS, such as 2010:05:11 21:17:51."
WRONG_KEYS: dict[Keyed, dict[str, tuple[bytes, str]]] = {
    Keyed.TIMESTAMP: {
        "none": (b"", NO_DATE),
        "dashes": (b"2010-05-11 21:17:51", NO_DATE),
        "no such day": (b"2010:02:30 21:17:51", NO_DATE),
        "no such hour": (b"2010:05:11 24:17:51", NO_DATE),
        "no seconds": (b"2010:05:11 21:17", NO_DATE),
        "other digits": ("٢٠١٠:05:11 21:17:51".encode(), NO_DATE),
        "a biometric key": (bytes(1024), NO_DATE),
    },
    Keyed.BIOMETRIC: {
        "none": (b"", "takes a key of 1,024 bytes."),
        "a byte short": (bytes(1023), "takes a key of 1,024 bytes."),
        "a byte more": (bytes(1025), "takes a key of 1,024 bytes."),
        "a date": (DATE.encode(), "takes a key of 1,024 bytes."),
    },
    Keyed.NOTHING: {},
}


@pytest.fixture(autouse=True)
def answers_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network answers a date once for all tests: what is refused here lies before it or behind."""
    monkeypatch.setattr(methods, "shares", ANSWERS)


def refused(act: Callable[[], object]) -> tuple[Code, str]:
    with pytest.raises(Failure) as caught:
        act()
    return caught.value.code, caught.value.sentence


def sealed(cipher: ImageCipher, picture: Any, key: bytes | None = None) -> bytes:
    key = key_for(cipher, DATE) if key is None else key
    return seal_picture(picture, cipher, key, key_pair("recipient").public_key(), SystemRandomness())


@EACH
@pytest.mark.parametrize("case", ARRAYS)
def test_what_is_no_picture(cipher: ImageCipher, case: str) -> None:
    array, sentence = ARRAYS[case]
    key, wanted = key_for(cipher, DATE), (Code.INVALID_INPUT, sentence)
    assert refused(lambda: cipher.transform(array, key)) == wanted
    assert refused(lambda: cipher.inverse(array, key)) == wanted
    assert refused(lambda: sealed(cipher, array)) == wanted
    assert refused(lambda: compare(array, [cipher])) == wanted


@EACH
@pytest.mark.parametrize("case", CONSTANT)
def test_a_picture_of_one_colour_is_not_encrypted_but_decrypted(cipher: ImageCipher, case: str) -> None:
    key, wanted = key_for(cipher, DATE), (Code.INVALID_INPUT, ONE_COLOUR)
    assert refused(lambda: cipher.transform(CONSTANT[case], key)) == wanted
    assert refused(lambda: sealed(cipher, CONSTANT[case])) == wanted
    assert refused(lambda: compare(CONSTANT[case], [cipher])) == wanted
    assert cipher.inverse(CONSTANT[case], key).shape == CONSTANT[case].shape


@pytest.mark.parametrize(
    ("name", "case"),
    [(name, case) for name, cipher in CIPHERS.items() for case in WRONG_KEYS[cipher.keyed]],
)
def test_what_is_no_key(name: str, case: str) -> None:
    cipher = CIPHERS[name]
    key, said = WRONG_KEYS[cipher.keyed][case]
    sentence = f"The cipher {name} {said}" if cipher.keyed is Keyed.BIOMETRIC else said
    wanted = (Code.INVALID_INPUT, sentence)
    assert refused(lambda: cipher.transform(PICTURE, key)) == wanted
    assert refused(lambda: cipher.inverse(PICTURE, key)) == wanted
    assert refused(lambda: sealed(cipher, PICTURE, key)) == wanted


@EACH
@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data + b"\0", lambda _data: b""])
def test_what_was_transmitted_for_another_picture(
    cipher: ImageCipher, damage: Callable[[bytes], bytes]
) -> None:
    transmitted = damage(cipher.transmitted(key_for(cipher, DATE), PICTURE.shape))
    wanted = {
        True: f"The key of the cipher {cipher.name} has another length.",
        False: "The key sequences do not have the length of the picture.",
    }[cipher.keyed is Keyed.BIOMETRIC]
    assert refused(lambda: cipher.undo(PICTURE, transmitted)) == (Code.MALFORMED, wanted)
    assert refused(lambda: cipher.apply(PICTURE, transmitted)) == (Code.MALFORMED, wanted)


@EACH
def test_a_container_that_was_cut_anywhere(cipher: ImageCipher) -> None:
    blob, key = sealed(cipher, PICTURE), key_pair("recipient")
    early = (Code.STREAM_TRUNCATED, "The sealed picture ends early; fetch the file again.")
    none = (Code.INVALID_INPUT, "This is no sealed picture; give a file of `ciphers encrypt`.")
    for length in range(len(blob)):
        assert refused(lambda length=length: open_picture(blob[:length], key)) == (
            none if length < len(MAGIC) else early
        )
    assert np.array_equal(open_picture(blob, key).picture, PICTURE)


@EACH
def test_a_container_for_somebody_else_or_with_a_turned_bit(cipher: ImageCipher) -> None:
    blob = sealed(cipher, PICTURE)
    sentence = "The private key does not open this file: it is for another recipient, or was altered."
    assert refused(lambda: open_picture(blob, key_pair("somebody else"))) == (Code.INTEGRITY, sentence)
    for part, code in ((cut(blob).envelope, Code.INTEGRITY), (cut(blob).chunks, Code.STREAM_CORRUPT)):
        turned = blob.replace(part, part[:-1] + bytes([part[-1] ^ 1]))
        assert refused(lambda turned=turned: open_picture(turned, key_pair("recipient")))[0] is code


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two recipients' keys and a picture without EXIF."""
    made = tmp_path_factory.mktemp("wrong")
    write_pair(made, "mine")
    write_pair(made, "theirs")
    Image.fromarray(PICTURE).save(made / "undated.png")
    return made


def ciphers(*arguments: object) -> int:
    return run(build(), "ridgekey-lab", ["ciphers", *map(str, arguments)])


def one_sentence(capsys: pytest.CaptureFixture[str]) -> str:
    shown = capsys.readouterr()
    assert shown.out == ""
    (line,) = shown.err.strip().splitlines()
    return line.removeprefix("Error: ")


@EACH
@pytest.mark.parametrize("case", FILES)
def test_the_command_refuses_wrong_files(
    cipher: ImageCipher, case: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write, sentence = FILES[case]
    write(folder / "picture.png")
    date = ("--timestamp", DATE) if cipher.keyed is Keyed.TIMESTAMP else ()
    public = ("--recipient", folder / "mine.public.pem")
    out, name = folder / "out.sealed", cipher.name
    assert ciphers("encrypt", folder / "picture.png", out, "--method", name, *public, *date) == 2
    assert sentence in one_sentence(capsys)
    assert not out.exists()


@EACH
def test_the_command_wants_a_date_where_there_is_no_exif(
    cipher: ImageCipher, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public = ("--recipient", folder / "mine.public.pem")
    out, dated = folder / f"{cipher.name}.sealed", cipher.keyed is Keyed.TIMESTAMP
    assert ciphers("encrypt", folder / "undated.png", out, "--method", cipher.name, *public) == 2 * dated
    if dated:
        sentence = f"The picture has no EXIF date; give one with --timestamp '{DATE}'."
        assert sentence in one_sentence(capsys)
        assert not out.exists()


@EACH
def test_the_command_opens_nothing_that_was_cut_or_is_not_ours(
    cipher: ImageCipher, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, damaged, out = sealed(cipher, PICTURE), folder / "cut.sealed", folder / "out.png"
    for data, code, said in (
        (whole[: len(whole) // 2], 7, "The sealed picture ends early; fetch the file again."),
        (whole[:-1], 7, "The sealed picture ends early; fetch the file again."),
        (whole + b"\0", 7, "There is something behind the end of the sealed picture."),
        (whole, 7, "The private key does not open this file"),  # of another recipient
        (b"", 2, "This is no sealed picture; give a file of `ciphers encrypt`."),
    ):
        damaged.write_bytes(data)
        assert ciphers("decrypt", damaged, out, "--key", folder / "theirs.pem") == code
        assert said in one_sentence(capsys)
        assert not out.exists()
