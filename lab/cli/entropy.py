"""``ridgekey-lab entropy``: how much min-entropy a noise source's samples have at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lab.batteries.sources import GENERATORS, Encoding
from lab.cli.bit_source import choose_source
from lab.cli.scipy_extra import require_scipy
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, option
from shared.terminal.output import note, show_items, show_record
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.batteries.sp800_90b.assessment import Assessment

SAMPLES = 1_000_000
_SAMPLES_MAX = 1 << 24


def entropy(
    file: Annotated[
        str | None, typer.Argument(help="File of samples; - is standard input.", metavar="FILE")
    ] = None,
    generator: Annotated[
        str | None,
        option("--generator", help=f"Instead of a file: {', '.join(GENERATORS)}.", metavar="NAME"),
    ] = None,
    seed: Annotated[int | None, option("--seed", help="Of the generator; 0 unless given.", min=0)] = None,
    bits_per_symbol: Annotated[
        int,
        option("--bits-per-symbol", help="Of a sample, 1 to 8.", min=1, max=8, show_default=True),
    ] = 8,
    samples: Annotated[
        int,
        option("--samples", help="The first so many.", min=2, max=_SAMPLES_MAX, show_default=True),
    ] = SAMPLES,
    encoding: Annotated[
        Encoding | None, option("--input", help="What FILE holds; raw bytes unless given.")
    ] = None,
    output_format: FormatOption = None,
) -> None:
    """Estimate min-entropy by NIST SP 800-90B §6.3.1 to §6.3.6.

    Samples stand one after the other without gaps, the most significant bit first. The four predictors of
    the document are not run, so its assessment can only be lower.
    """
    require_scipy()
    from lab.batteries.sp800_90b.assessment import assess
    from lab.batteries.sp800_90b.symbols import take_symbols

    source = choose_source(file, generator, seed, encoding)
    with progress(f"Reading {source.name}") as bar:
        values = take_symbols(source, samples, bits_per_symbol, bar)
    with progress(f"Estimating {source.name}") as bar:
        assessment = assess(values, bits_per_symbol, bar)
    _show(assessment, source.name, output_format)


def _show(assessment: Assessment, source: str, output_format: Format | None) -> None:
    from lab.batteries.sp800_90b.report import COLUMNS, head, record, rows, warning

    if resolve(output_format) is Format.JSON:
        show_record(record(assessment, source), output_format)
    else:
        show_record(head(assessment, source), output_format)
        show_items(COLUMNS, rows(assessment), output_format)
    if (sentence := warning(assessment)) is not None:
        note(sentence)
