"""What the review's printed figures say against each other, and what ours say to them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lab.generators.comparison import Compared
from lab.papers.paper_001.printed_rows import OWN_REFERENCE, WITHOUT_REFERENCE, PrintedRow

ASKED_BITS = 180
"""The review's threshold, 2^180, printed as 2180."""
COMMON_BITS = 100
"""What image encryption commonly asks for."""
PRINTED_DIFFERENCE = 95.0
"""Percent by which keys of perturbed pictures are said to differ."""
CUSTOMARY_GUESSES = 1e6
"""Keys a second that one core tries with ease."""


def contradictions(rows: Sequence[PrintedRow]) -> list[str]:
    """What can be told from the printed table and text alone."""
    with_space = [row for row in rows if row.bits]
    below = [row.number for row in with_space if min(row.bits) < ASKED_BITS]
    below_common = [row.number for row in with_space if min(row.bits) < COMMON_BITS]
    largest = max(with_space, key=lambda row: max(row.bits))
    return [
        f"the column of the monobit test has a cross in all {len(rows)} rows: there is no result of it",
        "a key space has a number in "
        f"{len(with_space)} of {len(rows)} rows, and sensitivity is a word in "
        f"{sum(row.verified for row in rows)}",
        f"key spaces 'larger than 2180' means 2^{ASKED_BITS}: as printed it would be "
        f"{math.log2(2180):.1f} bits; {_named(below)} stay below it, {_named(below_common)} below the "
        f"2^{COMMON_BITS} that is commonly asked for",
        "'128 to 2,192 bits' is 2^192 without its superscript: rows 7 and 16 print that, and none 2,192 bits",
        *_rows_of_networks(rows, largest),
        _searched(next(row for row in rows if row.number == 25)),
        _case_study(),
        "row 5's interval ends at 3^192, which is 304 bits; 2^192 may be meant",
        "the second figure is captioned Figure 1; eq. 2 calls the mean squared error MSC, eq. 4 S_obs S_abs",
        _references(rows),
    ]


def measured(compared: Sequence[Compared]) -> list[str]:
    """What our columns show."""
    short = [one for one in compared if one.effective.bits < min(one.claimed.bits, COMMON_BITS)]
    named = ", ".join(f"{one.generator.name} {one.effective.bits:.1f}" for one in short)
    failed = ", ".join(one.generator.name for one in compared if one.monobit < 0.01)
    hidden = ", ".join(
        one.generator.name for one in compared if one.of_recipe is not None and not one.of_recipe.holds
    )
    seeds = [one.of_seed.bit_change for one in compared]
    other = ", ".join(one.generator.name for one in compared if not one.repeats)
    return [
        f"effective key spaces below their claim and below {COMMON_BITS} bits: {named or 'none'}",
        f"a bit of the seed changes {min(seeds):.1f} to {max(seeds):.1f} % of a key's bits, as the seed is "
        f"hashed first; of a first value behind the hash the change is another than that of independent "
        f"keys for {hidden or 'none'}",
        f"the monobit test of all keys together fails for {failed or 'none'} at .01; passing says nothing "
        "of how few keys there are",
        f"the same seed gave another key a second time for {other or 'none'}",
    ]


def _rows_of_networks(rows: Sequence[PrintedRow], largest: PrintedRow) -> list[str]:
    by_number = {row.number: row for row in rows}
    picture = 256 * 256 * 3
    return [
        f"row 12's exponent 196·608 is {picture:,} = 256·256·3, the bytes of a picture: the dot divides "
        f"thousands, and {by_number[12].bits[0]:,.0f} bits is the key's length, not how many keys there are",
        f"row {largest.number} counts every bit of 2,757,936 float32 weights as key, "
        f"{max(largest.bits):,.0f} bits, and row 15 does so without a number: a key "
        "that follows from a seed has no more bits than the seed",
    ]


def _searched(row: PrintedRow) -> str:
    (bits,) = row.bits
    seconds = 2**bits / CUSTOMARY_GUESSES
    return (
        f"row {row.number}'s {row.key_space} keys are {bits:.1f} bits, about 2^{math.ceil(bits)}: "
        f"at a million tries a second all are tried in {seconds:.0f} s"
    )


def _case_study() -> str:
    equal, ideal = 100 - PRINTED_DIFFERENCE, 100 / 256
    return (
        f"keys of perturbed pictures that differ by {PRINTED_DIFFERENCE:.0f} % are taken for a one-time pad: "
        f"independent bytes differ by {100 - ideal:.2f} % and bits by 50, so those keys have "
        f"{equal / ideal:.0f} times as many bytes in common"
    )


def _references(rows: Sequence[PrintedRow]) -> str:
    cited = {row.number: row.cited for row in rows}
    one_before = sum(own == cited[row] + 1 for row, own in OWN_REFERENCE.items())
    return (
        f"the reference numbers of {_named(list(OWN_REFERENCE))} lead to other works in its list, of "
        f"{one_before} to the one before their own, and row {WITHOUT_REFERENCE}'s work is not in it"
    )


def _named(numbers: Sequence[int]) -> str:
    if not numbers:
        return "no row"
    *others, last = map(str, numbers)
    return f"rows {', '.join(others)} and {last}" if others else f"row {last}"
