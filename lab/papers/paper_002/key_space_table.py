"""Table 1: the key space that is claimed, and how many keys there are."""

from __future__ import annotations

from lab.batteries.histogram_moments import histogram_moments
from lab.batteries.images.cipher_pair import changed_values
from lab.ciphers.paper_002.chaotic_map import LOGISTIC
from lab.ciphers.paper_002.key_sequences import encoded_bytes
from lab.ciphers.paper_002.methods import METHODS
from lab.ciphers.registry import find_cipher
from lab.papers.paper_002.envelope_rows import key_space_rows
from lab.papers.paper_002.pictures import Row
from lab.papers.paper_002.printed import KEY_ENTROPY, KEY_SPACE_BITS
from lab.papers.paper_002.readings import OTHERWISE
from lab.papers.sources import Sources
from lab.papers.tables import Table

_SHAPE = (128, 128)
_SEQUENCE_BYTES = sum(_SHAPE) + _SHAPE[0] * _SHAPE[1]
_R = 3.99
_DELTAS = (1e-12, 1e-15)


def table_1(sources: Sources) -> Table:
    """Key spaces, as logarithms to the base 2."""
    del sources
    printed = [{"scheme": name, "paper_bits": bits} for name, bits in KEY_SPACE_BITS.items()]
    strengths = {method.name: method.strength(_SHAPE) for method in METHODS}
    ours = [
        {"scheme": name, "claimed_bits": found.claimed, "effective_bits": round(found.effective, 1)}
        for name, found in strengths.items()
    ]
    ours += [_read_otherwise(name) for name in OTHERWISE]
    ours += key_space_rows()
    columns = ("scheme", "paper_bits", "claimed_bits", "effective_bits")
    rows: list[Row] = [{name: row.get(name) for name in columns} for row in (*printed, *ours)]
    source = "equation 10 for 128 x 128, and a date to the second within thirty years"
    return Table("002", 1, "key space (bits)", columns, rows, source, _findings())


def _read_otherwise(name: str) -> Row:
    found = find_cipher(name).strength(_SHAPE)
    return {"scheme": name, "claimed_bits": found.claimed, "effective_bits": round(found.effective, 1)}


def _findings() -> tuple[str, ...]:
    moments = histogram_moments(_SEQUENCE_BYTES)
    away = (KEY_ENTROPY - moments.entropy_mean) / moments.entropy_sd
    pixels = _SHAPE[0] * _SHAPE[1]
    return (
        "equation 10 counts every byte of the sequences, but all of them are made of one date by a public "
        "program: a second within thirty years has 29.8 bits, and without a network there is no secret at "
        "all",
        f"what is sent beside a ciphertext of {pixels:,} bytes is an envelope of {encoded_bytes(_SHAPE):,}: "
        "to encrypt the picture with AES is shorter and needs no chaos",
        "equation 10 gives an index eight bits; that is enough up to a width and a height of 256, so indices "
        "here have sixteen, and thirty-two above 65,536",
        f"SP 800-22 gives no entropy; {KEY_ENTROPY} bits are what a histogram of {_SEQUENCE_BYTES:,} bytes "
        f"has, of uniform ones {moments.entropy_mean:.4f} ± {moments.entropy_sd:.4f}, so {away:+.1f} "
        "standard deviations",
        "no reading has more keys than there are dates; with textbook RSA and e = 3 the wrapped AES key is a "
        "cube whose root everybody can take, and the dates need not be tried",
        *(_sensitivity(delta) for delta in _DELTAS),
    )


def _sensitivity(delta: float) -> str:
    here, there = (LOGISTIC.sequences((r,), _SHAPE).zkey for r in (_R, _R + delta))
    return (
        f"section 5.9 calls key sensitivity inapplicable; r of the logistic map moved from {_R} by {delta:g} "
        f"changes {changed_values(here, there):.2f} % of zkey"
    )
