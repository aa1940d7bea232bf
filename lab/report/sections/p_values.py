"""P-values of a battery over sequences: a heat map, and what was rejected beside what chance rejects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from lab.batteries.outcome import Outcome
from lab.report.chance import Rejections
from lab.report.chart import Chart
from lab.report.data_file import DataFile
from lab.report.figures.p_values import p_value_map
from lab.report.section import Block, Remarks, Section
from lab.report.verdict import Verdict

ALPHA = 0.01
"""At which p-values are counted as rejections (SP 800-22 4.2.1)."""

_LEAD = (
    "Each cell is one p-value: how often an ideal source would give a result at least as odd. The darker it "
    "is, the odder the sequence is. An ideal source has dark cells too, one below .01 in a hundred, "
    "without any pattern: what tells a bad source is a dark row (one kind of fault in every sequence) or a "
    "dark column.",
)


@dataclass(frozen=True)
class PValueTable:
    """P-values by test and sequence.

    Attributes:
        rows: test and variant of each p-value, in the battery's order.
        sequences: names of the sequences.
        values: float64 [rows, sequences]; nan where the test does not apply.
        reasons: why tests do not apply, each once, with the names of the tests.
    """

    rows: Sequence[tuple[str, str]]
    sequences: Sequence[str]
    values: npt.NDArray[np.float64]
    reasons: Mapping[str, Sequence[str]]

    @property
    def tests(self) -> list[tuple[str, int]]:
        """Each test and how many p-values it has."""
        return [(test, len(list(rows))) for test, rows in groupby(self.rows, key=lambda row: row[0])]

    @property
    def rejections(self) -> Rejections:
        """How many p-values are below :data:`ALPHA`."""
        given = self.values[~np.isnan(self.values)]
        below = int(np.count_nonzero(given < ALPHA))
        least = float(given.min()) if given.size else None
        what = f"p-values of {self.sequences[0]}" if len(self.sequences) == 1 else "p-values"
        return Rejections(what, f"below {ALPHA:g}", below, given.size, ALPHA, least)

    def applicable(self) -> PValueTable:
        """Without the rows that have no p-value at all."""
        kept = np.asarray(~np.isnan(self.values).all(axis=1))
        rows = [row for row, keep in zip(self.rows, kept, strict=True) if keep]
        return PValueTable(rows, self.sequences, self.values[kept], self.reasons)


def p_value_table(outcomes: Mapping[str, Sequence[Outcome]]) -> PValueTable:
    """Lay the outcomes of sequences out.

    Args:
        outcomes: by the name of the sequence; each was given the same tests.

    Raises:
        ValueError: there are none, or the sequences were given different tests.
    """
    columns = list(outcomes.values())
    rows = [(outcome.test, outcome.variant) for outcome in columns[0]] if columns else []
    if not rows or any([(o.test, o.variant) for o in column] != rows for column in columns):
        raise ValueError("every sequence must have been given the same tests, at least one")
    values = [[np.nan if o.p_value is None else o.p_value for o in column] for column in columns]
    reasons: dict[str, dict[str, None]] = {}
    for outcome in (outcome for column in columns for outcome in column if outcome.reason):
        reasons.setdefault(outcome.reason, {})[outcome.test] = None
    said = {reason: list(tests) for reason, tests in reasons.items()}
    return PValueTable(rows, list(outcomes), np.array(values).T, said)


def p_value_section(
    key: str,
    title: str,
    outcomes: Mapping[str, Sequence[Outcome]],
    lead: Sequence[str] = (),
    *,
    apart: bool = False,
) -> Section:
    """The section of a battery.

    Args:
        key: its anchor.
        title: its heading.
        outcomes: as for :func:`p_value_table`.
        lead: what was tested, before how to read it.
        apart: whether each sequence is of another source and is counted by itself.
    """
    table = p_value_table(outcomes)
    counted = [p_value_table({name: found}) for name, found in outcomes.items()] if apart else [table]
    blocks: list[Block] = [Verdict(one.rejections) for one in counted]
    blocks.append(_chart(key, title, table))
    if table.reasons:
        said = [f"{', '.join(tests)}: {reason.rstrip('.')}." for reason, tests in table.reasons.items()]
        blocks.append(Remarks(said, "Does not apply, which is no rejection:"))
    return Section(key, title, (*lead, *_LEAD), blocks)


def _chart(key: str, title: str, table: PValueTable) -> Chart:
    table = table.applicable()
    drawing = p_value_map(table.tests, table.sequences, table.values)
    rows = [[*name, *_given(values)] for name, values in zip(table.rows, table.values, strict=True)]
    data = DataFile(f"{key}-p-values", ("test", "variant", *table.sequences), rows)
    return Chart(f"{title}: p-values by test and sequence", _seen(table), drawing, data)


def _given(values: npt.NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _seen(table: PValueTable) -> str:
    """The heat map in words: which tests reject most."""
    counts = {}
    names = np.array([test for test, _ in table.rows])
    for test, _ in table.tests:
        of_test = table.values[names == test]
        counts[test] = (int(np.count_nonzero(of_test < ALPHA)), int(np.count_nonzero(~np.isnan(of_test))))
    worst = sorted((test for test in counts if counts[test][0]), key=lambda test: -counts[test][0])[:5]
    told = ", ".join(f"{test} {counts[test][0]} of {counts[test][1]}" for test in worst) or "none"
    return (
        f"Heat map of {table.values.size} cells, {len(table.tests)} tests by {len(table.sequences)} "
        f"sequences. Most p-values below {ALPHA:g}: {told}."
    )
