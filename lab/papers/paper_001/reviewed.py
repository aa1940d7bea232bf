"""Table 1: what the review prints of 27 works, and what holds of those that run here."""

from __future__ import annotations

from typing import Any

from lab.generators.comparison import Compared, compare
from lab.generators.registry import GENERATORS
from lab.papers.paper_001.contradictions import contradictions, measured
from lab.papers.paper_001.printed_rows import MONOBIT, ROWS, PrintedRow
from lab.papers.sources import Sources
from lab.papers.tables import Table

SEED = bytes(range(16))
KEYS = 10
"""Of each generator."""

_COLUMNS = (
    "row",
    "paper_methodology",
    "paper_initial_seed",
    "generator",
    "paper_key_space",
    "paper_bits",
    "claimed_bits",
    "effective_bits",
    "paper_sensitivity",
    "seed_change",
    "wrong_key_psnr",
    "recipe_change",
    "paper_monobit",
    "monobit_p",
    "milliseconds",
)
"""What is shown; a row holds its wrong key's MSE and whether its keys repeat, too."""

OURS = (
    "generator",
    "claimed_bits",
    "effective_bits",
    "seed_change",
    "wrong_key_mse",
    "wrong_key_psnr",
    "recipe_change",
    "monobit_p",
    "milliseconds",
    "repeats",
)


def table_1(sources: Sources) -> Table:
    """The table, from keys made now; nothing else is needed."""
    del sources
    compared = [compare(generator, SEED, KEYS) for generator in GENERATORS.values() if generator.rows]
    by_row = {row: one for one in compared for row in one.generator.rows}
    return Table(
        paper="001",
        number=1,
        about="key generators by neural networks",
        columns=_COLUMNS,
        rows=[_row(printed, by_row.get(printed.number)) for printed in ROWS],
        source=(
            f"{KEYS} keys of each generator with its default parameters, of seed {SEED.hex()}, before any "
            "is rejected; rows without a generator are not built here"
        ),
        times=("milliseconds",),
        findings=[*contradictions(ROWS), *measured(compared)],
    )


def _row(printed: PrintedRow, ours: Compared | None) -> dict[str, Any]:
    return {
        "row": printed.number,
        "paper_methodology": printed.methodology,
        "paper_initial_seed": printed.initial_seed,
        "paper_key_space": printed.key_space,
        "paper_bits": " and ".join(f"{bits:.0f}" for bits in printed.bits) or None,
        "paper_sensitivity": "verified" if printed.verified else None,
        "paper_monobit": MONOBIT,
        **(_ours(ours) if ours else dict.fromkeys(OURS)),
    }


def _ours(compared: Compared) -> dict[str, Any]:
    seed, recipe = compared.of_seed.record(), compared.of_recipe
    return {
        "generator": compared.generator.name,
        "claimed_bits": round(compared.claimed.bits),
        "effective_bits": round(compared.effective.bits, 1),
        "seed_change": round(compared.of_seed.bit_change, 1),
        "wrong_key_mse": round(compared.of_seed.mse),
        "wrong_key_psnr": None if seed["psnr"] is None else round(seed["psnr"], 1),
        "recipe_change": None if recipe is None else round(recipe.bit_change, 1),
        "monobit_p": float(f"{compared.monobit:.3g}"),
        "milliseconds": round(1e3 * compared.seconds, 2),
        "repeats": "yes" if compared.repeats else "no",
    }
