"""The seed of generators on a command line: given in hexadecimal, or fresh from the operating system."""

from __future__ import annotations

from typing import Annotated

from shared.crypto.randomness import SystemRandomness
from shared.errors import Code, Failure
from shared.terminal.options import option

SEED_BYTES = 32

SeedOption = Annotated[
    str | None,
    option("--seed", help="16 to 64 bytes in hexadecimal; fresh ones unless given.", metavar="HEX"),
]


def read_seed(text: str | None) -> bytes:
    """The seed's bytes, of whatever length.

    Raises:
        Failure: ``INVALID_INPUT`` when it is not hexadecimal.
    """
    if text is None:
        return SystemRandomness().token(SEED_BYTES)
    try:
        return bytes.fromhex(text)
    except ValueError:
        sentence = "A seed is written in hexadecimal, two digits a byte; leave --seed out for a fresh one."
        raise Failure(Code.INVALID_INPUT, sentence, field="seed") from None
