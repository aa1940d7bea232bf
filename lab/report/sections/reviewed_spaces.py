"""The review's table 1 as a figure: key spaces as printed, as claimed, and as they have to be searched."""

from __future__ import annotations

from lab.generators.registry import GENERATORS
from lab.papers.paper_001.contradictions import ASKED_BITS
from lab.papers.paper_001.printed_rows import ROWS
from lab.papers.paper_001.reviewed import SEED
from lab.report.chart import Chart, Charts
from lab.report.data_file import DataFile
from lab.report.figures.review import key_space_dots
from lab.report.section import Section

_LEAD = (
    "A key space as a logarithm to the base 2, for every row of table 1 that has a number or a generator "
    "here. Printed is what the review takes over; claimed is the same counting for the generator here; "
    "effective is what is left to search for whoever knows code, parameters and everything public.",
    "A dot far to the right says how long a key is, or how many weights a network has.",
)


def reviewed_space_section() -> Section:
    """One chart; nothing is drawn at random for it."""
    own = {row: one for one in GENERATORS.values() for row in one.rows}
    shown = [row for row in ROWS if row.bits or row.number in own]
    claimed, effective = [], []
    for row in shown:
        generator = own.get(row.number)
        parameters = generator.parameters() if generator else None
        claimed.append(generator.claimed(parameters).bits if generator else None)
        effective.append(generator.effective(parameters, len(SEED)).bits if generator else None)
    names = [f"{row.number}  {own[row.number].name if row.number in own else ''}" for row in shown]
    known = [bits for bits in effective if bits is not None]
    most = max(bits for row in shown for bits in row.bits)
    alt = (
        f"Dots of the key spaces of {len(shown)} rows: printed up to {most:,.0f} bits; effective of the "
        f"{len(known)} that run here {min(known):.1f} to {max(known):.1f} bits."
    )
    drawing = key_space_dots(names, [row.bits for row in shown], claimed, effective, ASKED_BITS)
    rows = [
        [row.number, row.methodology, max(row.bits, default=None), one, other]
        for row, one, other in zip(shown, claimed, effective, strict=True)
    ]
    columns = ("row", "methodology", "printed_bits", "claimed_bits", "effective_bits")
    chart = Chart(
        "Key spaces of table 1 (bits)", alt, drawing, DataFile("reviewed-key-spaces", columns, rows)
    )
    return Section("reviewed-key-spaces", "Table 1 as a figure", _LEAD, [Charts([chart])])
