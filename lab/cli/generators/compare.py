"""``ridgekey-lab generators compare``: the review's table 1, with what was measured here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lab.cli.generators.seed import SeedOption, read_seed
from lab.cli.scipy_extra import require_scipy
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, option
from shared.terminal.output import Titled, note, show_items, show_tables
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.generators.comparison import Compared

_KEY_SPACE = ("generator", "rows", "initial_seed", "claimed", "effective", "basis")
_MEASURED = ("generator", "seed_change", "recipe_change", "mse", "psnr", "monobit", "accepted", "time")
_KEYS_MAX = 10_000
_NOTES = (
    "seed change: bits of the key that change with a bit of the seed, which is hashed first; 50 % is ideal.",
    "recipe change, mse, psnr: one first value of the recipe moved by the least there is; no hash before it.",
    "time: of a key, as a multiple of HKDF-SHA-256 for one of its length.",
)


def compare(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Generators; all unless given.", metavar="NAME", show_default=False),
    ] = None,
    keys: Annotated[
        int, option("--keys", help="Of each generator.", min=1, max=_KEYS_MAX, show_default=True)
    ] = 20,
    seed: SeedOption = None,
    output_format: FormatOption = None,
) -> None:
    """Regenerate the review's table: key spaces claimed and effective, sensitivity, monobit, time.

    Keys are taken as the recipes give them, before any is rejected.
    """
    require_scipy()
    from lab.generators.comparison import compare as make_row
    from lab.generators.registry import GENERATORS, find_generator

    generators = [find_generator(name) for name in dict.fromkeys(names or GENERATORS)]
    first = read_seed(seed)
    rows: list[Compared] = []
    for generator in generators:
        with progress(f"Comparing {generator.name}") as bar:
            rows.append(make_row(generator, first, keys, bar))
    _show(rows, output_format)
    for verdict in dict.fromkeys(generator.verdict for generator in generators if generator.verdict):
        note(verdict)


def _show(rows: list[Compared], output_format: Format | None) -> None:
    if resolve(output_format) is Format.JSON:
        show_items((), [row.record() for row in rows], output_format)
        return
    lines = [row.row() for row in rows]
    spaces = Titled("Key space", _KEY_SPACE, lines, (), {})
    measured = Titled("Sensitivity, monobit, time", _MEASURED, lines, _NOTES, {})
    show_tables([spaces, measured], output_format)
