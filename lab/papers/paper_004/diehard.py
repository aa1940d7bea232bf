"""Table 1: fifteen rows of Diehard, on the keys of networks that were trained on different labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lab.batteries.diehard.battery import read_words, run_tests
from lab.batteries.diehard.catalogue import PAPER_004, TABLE_1, TESTS, Row, choose_tests
from lab.batteries.diehard.words import WORD_BYTES, WordOrder
from lab.batteries.sources.network_keys import NetworkKeyBits
from lab.generators.network_keys.extraction import distinct_keys
from lab.generators.network_keys.plan import Mapping as LabelMapping
from lab.generators.network_keys.plan import TrainingPlan
from lab.papers.tables import Table

THRESHOLD = 0.01
"""As printed: a p-value below is a failure, and one near 1 is none."""

PAPER_BYTES = 10_000 * 10 // 8
"""What 10,000 keys of 10 bits come to."""

PLANS = tuple(
    TrainingPlan(mapping=mapping)
    for mapping in (LabelMapping.IDENTITY, LabelMapping.TABLE, LabelMapping.INDEPENDENT)
)
"""The networks whose keys are tested: model (b) at 10 bits, 100 epochs."""

_SEED = 0

Found = dict[tuple[str, str], float | None]
"""P-values of one source by test and variant."""


def table_1(plans: Sequence[TrainingPlan] = PLANS, scale: float = 1.0) -> Table:
    """The table, from networks trained now and inputs drawn anew.

    Args:
        plans: of the networks; a column each, named after the mapping.
        scale: share of Diehard's samples.
    """
    found = {str(plan.mapping): _p_values(plan, scale) for plan in plans}
    needed = _bytes_needed(scale)
    return Table(
        paper="004",
        number=1,
        about="fifteen rows of Diehard on the keys of networks",
        columns=("row", "paper", *found, "needs_bytes"),
        rows=[_row(row, found, needed) for row in TABLE_1],
        source=f"networks {', '.join(plan.name for plan in plans)} after {plans[0].epochs} epochs, with "
        f"inputs of AES-256 in counter mode, {max(needed.values()):,} bytes of keys each",
        findings=[*_of_the_paper(needed), *_of_ours(plans, found)],
    )


def _p_values(plan: TrainingPlan, scale: float) -> Found:
    tests = choose_tests([PAPER_004], scale)
    data = read_words(NetworkKeyBits(_SEED, plan), tests, _silent)
    examined = run_tests(data, WordOrder.LITTLE, tests, _silent)
    return {(one.test, one.variant): one.p_value for one in examined.outcomes}


def _silent(done: int, total: int) -> None:
    del done, total


def _bytes_needed(scale: float) -> dict[str, int]:
    return {test.name: test.words * WORD_BYTES for test in choose_tests([PAPER_004], scale)}


def _row(row: Row, found: Mapping[str, Found], needed: Mapping[str, int]) -> dict[str, Any]:
    ours = {name: _shown(values.get((row.test, row.variant))) for name, values in found.items()}
    return {"row": row.title, "paper": row.printed, **ours, "needs_bytes": needed[row.test]}


def _shown(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.3g}")


def _of_the_paper(needed: Mapping[str, int]) -> list[str]:
    too_short = sum(needed[row.test] > PAPER_BYTES for row in TABLE_1)
    absent = [TESTS[name].title for name in TESTS if name not in needed]
    return [
        f"10,000 keys of 10 bits are {PAPER_BYTES:,} bytes, too few for {too_short} of the 15 rows; the "
        "inputs must have been drawn anew millions of times, so that what was tested is their generator",
        f"not in the table: {', '.join(absent)}, and the wins at craps",
        f"its threshold of {THRESHOLD} is one-sided; in Diehard a p-value near 1 is a failure as well. Of 15 "
        "p-values of an ideal source .15 fall below .01",
        "Diehard makes several p-values of most of these tests; the paper does not say which it prints",
    ]


def _of_ours(plans: Sequence[TrainingPlan], found: Mapping[str, Found]) -> list[str]:
    findings = [_judged(plan, found[str(plan.mapping)]) for plan in plans]
    if any(plan.mapping is LabelMapping.IDENTITY for plan in plans):
        findings.append(
            "with labels that are the inputs, what is tested is the inputs: a network that has learned them "
            "gives the very bits of AES-CTR, and passes because of them"
        )
    findings.append(
        "a passed row is no strength: a network of ten inputs has at most 1,024 keys, which anyone can list"
    )
    return findings


def _judged(plan: TrainingPlan, values: Found) -> str:
    rows = [(row, values.get((row.test, row.variant))) for row in TABLE_1]
    below = [row.title for row, value in rows if value is not None and value < THRESHOLD]
    either = sum(value is not None and min(value, 1 - value) < THRESHOLD / 2 for _, value in rows)
    named = f" ({', '.join(below)})" if below else ""
    return (
        f"labels {plan.mapping}: {distinct_keys(plan):,} different keys of {1 << plan.bits:,} inputs; "
        f"{len(below)} of 15 rows below {THRESHOLD}{named}, {either} at the same level on both sides"
    )
