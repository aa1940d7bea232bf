"""The date that is the key of paper 002's methods: given on the command line, or the picture's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from shared.errors import Code, Failure
from shared.terminal.options import option

if TYPE_CHECKING:
    from lab.ciphers.image_cipher import ImageCipher

TimestampOption = Annotated[
    str | None,
    option("--timestamp", help="Instead of the EXIF date.", metavar="'YYYY:MM:DD HH:MM:SS'"),
]


def read_timestamp(given: str | None, exif: str | None, cipher: ImageCipher) -> str | None:
    """The date for a cipher; None where it takes none.

    Raises:
        Failure: ``INVALID_INPUT`` when what is given is no date, is not wanted, or is missing on both sides.
    """
    from lab.ciphers.image_cipher import Keyed
    from lab.ciphers.paper_002.timestamp import EXAMPLE, check_timestamp

    if cipher.keyed is not Keyed.TIMESTAMP:
        if given is not None:
            sentence = f"The cipher {cipher.name} takes no date; leave --timestamp out."
            raise Failure(Code.INVALID_INPUT, sentence, field="timestamp")
        return None
    if given is not None:
        return check_timestamp(given.encode())
    if exif is None:
        sentence = f"The picture has no EXIF date; give one with --timestamp '{EXAMPLE}'."
        raise Failure(Code.INVALID_INPUT, sentence, field="timestamp")
    return exif
