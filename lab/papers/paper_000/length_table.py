"""Table 1: length and entropy of the pictures' keys."""

from __future__ import annotations

import copy
import math
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from lab.papers.paper_000.bit_entropy import binary_entropy, expected_deficit, implied_p_value
from lab.papers.paper_000.changes import Ways, computed_ways, mirrored, one_pixel
from lab.papers.paper_000.hyperchaos import CHUNK
from lab.papers.paper_000.key import Recipe, Rounding
from lab.papers.paper_000.material import RECIPE, Material, PictureKey, make_material
from lab.papers.paper_000.printed import ENTROPY, KEY_BITS
from lab.papers.sources import Sources
from lab.papers.tables import Table

COMMAND = "ridgekey-lab reproduce 000 --images DIR --weights DIR"
SOURCE = (
    "SqueezeNet 1.0 with the weights and the pictures of the named folders; gains 36, 28, 3, 20 in sequence, "
    "bytes floor(10^5 |v|) mod 256"
)

GRIDS = (1e-4, 1e-2, 1.0)
"""To which features are rounded to see how many still depend on batch and threads."""

_CHUNK_BITS = 8 * CHUNK
_FEW = 4
"""Pictures that a rank correlation needs at least."""


def table_1(sources: Sources) -> Table:
    """Key lengths and entropies, ours beside those printed; other pictures of the folder follow."""
    material = make_material(sources)
    names = list(dict.fromkeys([*KEY_BITS, *(material.keys if material else ())]))
    rows = [_row(name, material.keys.get(name) if material else None) for name in names]
    return Table(
        paper="000",
        number=1,
        about="length and entropy of keys",
        columns=tuple(rows[0]),
        rows=rows,
        source=SOURCE if material else "",
        findings=[*_printed_findings(), *(_own_findings(material) if material else [])],
        missing=() if material else (COMMAND,),
    )


def _row(name: str, ours: PictureKey | None) -> dict[str, Any]:
    bits, entropy = KEY_BITS.get(name), ENTROPY.get(name)
    row: dict[str, Any] = {
        "picture": name,
        "paper_bits": bits,
        "paper_chunks": None if bits is None else bits // _CHUNK_BITS,
        "paper_entropy": entropy,
        "paper_implied_p": None
        if bits is None or entropy is None
        else _short(implied_p_value(entropy, bits)),
    }
    row |= dict.fromkeys(("bits", "chunks", "features", "entropy", "implied_p", "picture_entropy"))
    if ours is not None:
        own_bits = 8 * len(ours.key)
        own_entropy = binary_entropy(ours.key)
        row |= {
            "bits": own_bits,
            "chunks": own_bits // _CHUNK_BITS,
            "features": int(np.count_nonzero(ours.features)),
            "entropy": round(own_entropy, 8),
            "implied_p": _short(implied_p_value(own_entropy, own_bits)),
            "picture_entropy": _short(ours.levels_entropy),
        }
    return row


def _printed_findings() -> list[str]:
    deficits = [1 - value for value in ENTROPY.values()]
    expected = [expected_deficit(bits) for bits in KEY_BITS.values()]
    return [
        "every printed length is a multiple of 32 bits: four values of eight bits for each chunk, so the "
        "modulus is 256, and a rest of fewer than four values is dropped",
        "the printed entropies are of single bits and not of bytes: they lie "
        f"{min(deficits):.2e} to {max(deficits):.2e} below 1, and uniform keys of these lengths "
        f"{min(expected):.2e} to {max(expected):.2e} on average; any fair coin has them",
        "what is secret of a key is the choice of its picture: of a public photograph nothing, of one of N "
        "pictures that are known log2 N bits, whatever the length",
    ]


def _own_findings(material: Material) -> list[str]:
    first = next(iter(material.keys.values()))
    return [
        *_length_finding(material),
        f"the {len(material.keys)} pictures here are {math.log2(len(material.keys)):.1f} bits to whoever has "
        "the folder",
        *_change_findings(material, first),
        *_way_findings(material, first),
    ]


def _length_finding(material: Material) -> list[str]:
    keys = list(material.keys.values())
    if len(keys) < _FEW:
        return []
    found = spearmanr([key.levels_entropy for key in keys], [len(key.key) for key in keys])
    return [
        "the paper says that a picture of higher entropy has a longer key: the rank correlation over "
        f"{len(keys)} pictures is {found.statistic:.2f} (p {found.pvalue:.2g})"
    ]


def _change_findings(material: Material, first: PictureKey) -> list[str]:
    moved = one_pixel(material.network, first.prepared, Recipe(rounding=Rounding.BINARY))
    kept = [one.bits for one in moved if one.same_length]
    mirror, likeness = mirrored(material.network, first.prepared, RECIPE)
    if kept:
        change = f"changes {_range(kept)} % of the key's bits, not 50, where no feature comes or goes"
    else:
        change = "always made a feature come or go"
    return [
        f"a green level more in one pixel of {first.name} {change} ({len(kept)} of {len(moved)} pixels; "
        "features rounded to 2^-13); after a feature that does, the key is read in other fours",
        f"the mirror image of {first.name} has nearly the same features in other places (correlation "
        f"{likeness:.2f}, turned back), and {mirror.bits:.1f} % of the key's bits differ",
    ]


def _way_findings(material: Material, first: PictureKey) -> list[str]:
    single = computed_ways(material.network, first.prepared)
    double = computed_ways(copy.deepcopy(material.network).double(), first.prepared)
    moved = ", ".join(f"{single.moved(grid):,} when rounded to {grid:g}" for grid in GRIDS)
    findings = [
        f"computed in a batch of eight or on two threads, a feature of {first.name} moves by up to "
        f"{single.largest_difference:.1e}; of {np.count_nonzero(first.features):,} that are not zero, others "
        f"come out for {moved}",
    ]
    for precision, ways in (("single", single), ("double", double)):
        told = "; ".join(_told(ways, rounding) for rounding in Rounding)
        findings.append(f"in {precision} precision that changes, of the key's bits, {told}")
    return findings


def _told(ways: Ways, rounding: Rounding) -> str:
    how = "without rounding" if rounding is Rounding.NONE else f"rounded to {rounding}"
    changes = ways.distances(RECIPE, rounding)
    return f"{how} {' and '.join(f'{one.bits:.2f} % with {way}' for way, one in changes.items())}"


def _range(values: list[float]) -> str:
    return f"{min(values):.1f} to {max(values):.1f}"


def _short(value: float) -> float:
    return float(f"{value:.4g}")
