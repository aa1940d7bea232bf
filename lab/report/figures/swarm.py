"""Entropy of candidate keys before a swarm, and of the key after it."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from lab.batteries.measurement import Interval
from lab.report.figures.drawing import WIDE, Drawing, draw
from lab.report.figures.palette import LIMIT, OTHER, OURS


def before_and_after(
    names: Sequence[str], before: Sequence[Sequence[float]], after: Sequence[float], usual: Interval
) -> Drawing:
    """Draw dots for what there was and a diamond for what came out.

    Args:
        names: of the keys.
        before: entropies of the candidates of each, bits.
        after: entropy of each key.
        usual: where 99 % of uniform keys lie.
    """

    def paint(axes: Axes) -> None:
        axes.axhspan(usual.low, usual.high, color=LIMIT, alpha=0.25, linewidth=0, label="99 % of uniform")
        places = [k for k, values in enumerate(before) for _ in values]
        values = [value for candidates in before for value in candidates]
        axes.plot(places, values, "o", color=OTHER, markersize=3, alpha=0.6, label="candidates")
        axes.plot(range(len(after)), after, "D", color=OURS, markersize=6, label="after the swarm")
        axes.set_xticks(range(len(names)), names)
        axes.set_xlim(-0.6, len(names) - 0.4)
        axes.set_ylabel("entropy, bits")
        axes.grid(axis="y")
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)

    return draw(paint, WIDE)
