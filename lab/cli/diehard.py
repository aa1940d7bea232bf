"""``ridgekey-lab diehard``: Marsaglia's tests on a file or a generator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lab.batteries.diehard.words import WordOrder
from lab.batteries.sources import GENERATORS, Encoding
from lab.cli.bit_source import choose_source, names_with_commas
from lab.cli.scipy_extra import require_scipy
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_items, show_record
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.batteries.diehard.battery import Examined
    from lab.batteries.diehard.diehard_test import DiehardTest
    from lab.batteries.diehard.dieharder import Crosscheck


def diehard(
    file: Annotated[
        str | None, typer.Argument(help="File of bits; - is standard input.", metavar="FILE")
    ] = None,
    generator: Annotated[
        str | None,
        option("--generator", help=f"Instead of a file: {', '.join(GENERATORS)}.", metavar="NAME"),
    ] = None,
    seed: Annotated[int | None, option("--seed", help="Of the generator; 0 unless given.", min=0)] = None,
    tests: Annotated[
        str | None,
        option("--tests", help="Names with commas, or paper-004; all unless given.", metavar="A,B"),
    ] = None,
    scale: Annotated[
        float, option("--scale", help="Share of Diehard's samples; 1 is all.", show_default=True)
    ] = 1.0,
    order: Annotated[
        WordOrder, option("--word-order", help="Which byte of a word comes first.", show_default=True)
    ] = WordOrder.LITTLE,
    encoding: Annotated[
        Encoding | None, option("--input", help="What FILE holds; raw bytes unless given.")
    ] = None,
    cross_check: Annotated[
        bool, option("--cross-check", help="Let an installed dieharder run the same tests.")
    ] = False,
    output_format: FormatOption = None,
) -> None:
    """Run the Diehard tests on 32-bit words: can they be told from those of an ideal source?

    Each test says how many bytes it needs; with fewer it is not applicable. A verdict is a finding and no
    error: it ends with 0 whatever was found. JSON has every p-value.
    """
    require_scipy()
    from lab.batteries.diehard.battery import read_words, run_tests
    from lab.batteries.diehard.catalogue import choose_tests
    from lab.batteries.diehard.dieharder import require_dieharder

    chosen = choose_tests(names_with_commas(tests), scale)
    if cross_check:
        require_dieharder()
    source = choose_source(file, generator, seed, encoding)
    with progress(f"Reading {source.name}") as bar:
        data = read_words(source, chosen, bar)
    with progress(f"Testing {source.name}") as bar:
        examined = run_tests(data, order, chosen, bar)
    checks = _checks(data, order, chosen) if cross_check else {}
    _show(examined, source.name, scale, checks, output_format)


def _checks(data: bytes, order: WordOrder, tests: list[DiehardTest]) -> dict[str, Crosscheck | None]:
    from lab.batteries.diehard.dieharder import cross_check
    from lab.batteries.diehard.words import words_from_bytes

    words = words_from_bytes(data, order)
    found: dict[str, Crosscheck | None] = {}
    with progress("Asking dieharder") as bar:
        for test in tests:
            found[test.name] = cross_check(test.name, words)
            bar(len(found), len(tests))
    return found


def _show(
    examined: Examined,
    source: str,
    scale: float,
    checks: dict[str, Crosscheck | None],
    output_format: Format | None,
) -> None:
    from lab.batteries.diehard.report import CHECKED_COLUMNS, COLUMNS, head, record, rows

    if resolve(output_format) is Format.JSON:
        show_record(record(examined, source, scale, checks), output_format)
        return
    show_record(head(examined, source, scale), output_format)
    show_items(CHECKED_COLUMNS if checks else COLUMNS, rows(examined, checks), output_format)
