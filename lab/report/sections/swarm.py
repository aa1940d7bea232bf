"""What the swarm does to the entropy of keys (paper 003, table 18)."""

from __future__ import annotations

from collections.abc import Sequence

from lab.batteries.histogram_null import entropy_and_chi_square, entropy_limits
from lab.papers.paper_003.key_material import UserKeys
from lab.papers.paper_003.optimisation_tables import entropies
from lab.report.chart import Chart
from lab.report.data_file import DataFile
from lab.report.figures.swarm import before_and_after
from lab.report.section import Section

_LEAD = (
    "The swarm starts from twenty variations of one print and looks for bytes with a higher entropy. It "
    "looks at the histogram alone: what it gains is evenness. Order and dependence of the bytes stay, and "
    "so does the number of keys that an attacker has to try, since nothing was added that is not public.",
)


def swarm_section(users: Sequence[UserKeys]) -> Section:
    """Entropy of each user's candidates, and of the key that came out."""
    names = [f"user {one.user}" for one in users]
    before = [entropies(one.candidates) for one in users]
    after = [entropy_and_chi_square(one.key)[0] for one in users]
    usual = entropy_limits(users[0].key.size)
    rows = [
        [name, k + 1, value]
        for name, found in zip(names, before, strict=True)
        for k, value in enumerate(found)
    ]
    rows += [[name, "swarm", value] for name, value in zip(names, after, strict=True)]
    alt = (
        f"Dot plot of entropy. Candidates have {min(map(min, before)):.3f} to {max(map(max, before)):.3f} "
        f"bits, the swarm's keys {min(after):.3f} to {max(after):.3f}; 99 % of uniform keys have "
        f"{usual.text()}."
    )
    data = DataFile("swarm", ("key", "candidate", "entropy"), rows)
    chart = Chart(
        "Entropy before and after the swarm", alt, before_and_after(names, before, after, usual), data
    )
    return Section("swarm", "What the swarm changes", _LEAD, [chart])
