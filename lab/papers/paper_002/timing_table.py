"""Table 2: how long encryption and decryption take."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from lab.ciphers.image_cipher import ImageCipher
from lab.ciphers.paper_002.timestamp import EXAMPLE
from lab.ciphers.registry import find_cipher
from lab.papers.paper_002.envelope_rows import timing_rows
from lab.papers.paper_002.pictures import Row
from lab.papers.paper_002.printed import METHODS, SECONDS
from lab.papers.paper_002.readings import OTHERWISE
from lab.papers.sources import Sources
from lab.papers.tables import Table

RUNS = 3
_SIDES = (256, 512)


def table_2(sources: Sources) -> Table:
    """Seconds, printed and measured here on a grey picture; the network's part is in ours."""
    del sources
    columns = ("scheme", "side", "paper_encryption", "paper_decryption", "encryption", "decryption")
    printed: list[Row] = [
        {"scheme": scheme, "side": side, "paper_encryption": there, "paper_decryption": back}
        for (scheme, side), (there, back) in SECONDS.items()
    ]
    names = (*METHODS.values(), *OTHERWISE)
    ours = [_timed(find_cipher(name), side) for side in _SIDES for name in names]
    ours += [row for side in _SIDES for row in timing_rows(side, _median)]
    rows = [{name: row.get(name) for name in columns} for row in (*printed, *ours)]
    source = (
        f"this machine, median of {RUNS}, network and compiled code made before; encryption makes parameters "
        "and sequences, decryption has the sequences sent"
    )
    times = ("encryption", "decryption")
    return Table("002", 2, "seconds to encrypt and decrypt", columns, rows, source, _findings(), times=times)


def _timed(cipher: ImageCipher, side: int) -> Row:
    picture = np.resize(np.arange(256, dtype=np.uint8), (side, side))
    key = EXAMPLE.encode()
    transmitted = cipher.transmitted(key, picture.shape)
    ciphertext = cipher.apply(picture, transmitted)
    return {
        "scheme": cipher.name,
        "side": side,
        "encryption": _median(lambda: cipher.transform(picture, key)),
        "decryption": _median(lambda: cipher.undo(ciphertext, transmitted)),
    }


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return round(statistics.median(taken), 5)


def _findings() -> tuple[str, ...]:
    own = SECONDS["proposed", 512][0]
    slower = [scheme for (scheme, side), (there, _) in SECONDS.items() if side == 512 and there > own]
    pixels, growth = (512 / 256) ** 2, own / SECONDS["proposed", 256][0]
    return (
        f"the paper calls itself slightly slower than [18], [13] and [17]; of these {' and '.join(slower)} "
        f"are slower by its own figures, and [18] is {own / SECONDS['[18]', 512][0]:.0f} times as fast",
        f"four times the pixels take {growth:.1f} times as long, which the paper calls linear: a constant "
        f"part, such as a network, dominates; linear would be {pixels:.0f}",
        "the text calls this table 2 and also cites as table 2 the pictures of table 3; tables 5 and 6 are "
        "cited as 4 and 5",
    )
