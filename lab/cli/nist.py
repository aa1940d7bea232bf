"""``ridgekey-lab nist``: the fifteen tests of SP 800-22 on a file or a generator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from lab.batteries.sp800_22.parameters import Parameters, Reading
from lab.cli.bit_source import (
    EncodingOption,
    FileArgument,
    GeneratorOption,
    SeedOption,
    choose_source,
    names_with_commas,
)
from lab.cli.scipy_extra import require_scipy
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_items, show_record
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.batteries.sp800_22.judgement import Judgement
    from lab.batteries.sp800_22.running import Plan

BITS = 1_000_000
_BITS_MAX = 1 << 30
_SEQUENCES_MAX = 100_000


def nist(
    file: FileArgument = None,
    generator: GeneratorOption = None,
    seed: SeedOption = None,
    bits: Annotated[
        int, option("--bits", help="Of a sequence.", min=1, max=_BITS_MAX, show_default=True)
    ] = BITS,
    sequences: Annotated[
        int,
        option("--sequences", help="One after the other.", min=1, max=_SEQUENCES_MAX, show_default=True),
    ] = 1,
    reading: Annotated[
        Reading,
        option("--reading", help="corrected to judge by, sts as the suite's C code.", show_default=True),
    ] = Reading.CORRECTED,
    tests: Annotated[
        str | None, option("--tests", help="Names with commas; all of them unless given.", metavar="A,B")
    ] = None,
    encoding: EncodingOption = None,
    output_format: FormatOption = None,
) -> None:
    """Run NIST SP 800-22 rev 1a: can bits be told from an ideal source's?

    A verdict is a finding and no error: it ends with 0 whatever was found. JSON has every p-value.
    """
    require_scipy()
    from lab.batteries.sp800_22.catalogue import choose_tests
    from lab.batteries.sp800_22.judgement import judge
    from lab.batteries.sp800_22.running import Plan, run_battery
    from lab.datasets.processes import processors

    names = choose_tests(names_with_commas(tests, "runs,serial"))
    source = choose_source(file, generator, seed, encoding)
    plan = Plan(bits, sequences, names, Parameters(reading=reading))
    with progress(f"Testing {source.name}") as bar:
        outcomes = run_battery(source, plan, min(processors(), sequences), bar)
    _show(judge(outcomes, reading), source.name, plan, output_format)


def _show(judgement: Judgement, source: str, plan: Plan, output_format: Format | None) -> None:
    from lab.batteries.sp800_22.report import columns, head, record, rows

    if resolve(output_format) is Format.JSON:
        show_record(record(judgement, source, plan), output_format)
        return
    show_record(head(judgement, source, plan), output_format)
    show_items(columns(judgement), rows(judgement), output_format)
