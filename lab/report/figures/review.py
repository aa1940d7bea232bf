"""Drawings of the review: steps until machines meet, weights on the way, attacks, and key spaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from lab.report.figures.drawing import SMALL, Drawing, draw
from lab.report.figures.palette import LIMIT, OTHER, OURS
from lab.report.figures.themed_svg import INK

_BINS = 24
_TALL = (6.8, 5.2)
_BIT_TICKS = (1, 100, 10_000, 1_000_000, 100_000_000)
_LINES = ("-", "--", ":")


def step_histogram(steps: Mapping[str, npt.NDArray[np.int64]]) -> Drawing:
    """Draw how many exchanges took how many inputs, a line for each rule of learning."""

    def paint(axes: Axes) -> None:
        edges = np.linspace(0, max(int(one.max()) for one in steps.values()) + 1, _BINS + 1)
        for (name, one), colour, line in zip(steps.items(), (OURS, OTHER, INK), _LINES, strict=False):
            axes.stairs(np.histogram(one, edges)[0], edges, color=colour, linestyle=line, label=name)
        axes.set_xlabel("inputs until the weights are equal")
        axes.set_ylabel("exchanges")
        axes.legend()

    return draw(paint)


def weight_distances(parties: npt.NDArray[np.float64], listener: npt.NDArray[np.float64]) -> Drawing:
    """Draw how far apart the weights of both parties are, and of one party and who listens."""

    def paint(axes: Axes) -> None:
        axes.plot(listener, color=OTHER, linestyle="--", label="party and listener")
        axes.plot(parties, color=OURS, label="both parties")
        axes.set_xlabel("inputs")
        axes.set_ylabel("distance, of the greatest")
        axes.set_ylim(bottom=0)
        axes.legend()

    return draw(paint)


def success_bars(
    names: Sequence[str], rates: Sequence[float], bounds: Sequence[tuple[float, float]]
) -> Drawing:
    """Draw shares of exchanges whose weights an attack had, with their bounds.

    Args:
        names: of the attacks.
        rates: 0 to 1.
        bounds: lower and upper, at 95 %.
    """

    def paint(axes: Axes) -> None:
        places = np.arange(len(names))
        apart = [(rate - low, high - rate) for rate, (low, high) in zip(rates, bounds, strict=True)]
        axes.bar(places, rates, color=OURS, width=0.6)
        axes.errorbar(places, rates, yerr=np.array(apart).T, fmt="none", ecolor=INK, capsize=4)
        axes.set_xticks(places, names)
        axes.set_ylim(0, 1.02)
        axes.set_ylabel("exchanges whose weights it had")

    return draw(paint, SMALL)


def key_space_dots(
    names: Sequence[str],
    printed: Sequence[Sequence[float]],
    claimed: Sequence[float | None],
    effective: Sequence[float | None],
    asked: float,
) -> Drawing:
    """Draw bits of key spaces on a logarithmic axis, a row of dots for each work.

    Args:
        names: of the works.
        printed: bits that are printed of each, in any number.
        claimed: bits as they are counted here; None where the work does not run.
        effective: bits that have to be searched.
        asked: the threshold.
    """

    def paint(axes: Axes) -> None:
        rows = np.arange(len(names))
        points = [(bits, row) for row, several in zip(rows, printed, strict=True) for bits in several]
        axes.plot(*zip(*points, strict=True), "s", color=OTHER, markersize=4, label="printed")
        _dots(axes, claimed, "o", "none", "claimed here")
        _dots(axes, effective, "o", OURS, "effective")
        axes.axvline(asked, color=LIMIT, linestyle="--", label=f"asked for: {asked:g}")
        axes.set_xscale("log")
        # Written out: matplotlib's own labels of powers are formulas, which a page has not.
        axes.set_xticks(_BIT_TICKS, [f"{bits:,}" for bits in _BIT_TICKS])
        axes.minorticks_off()
        axes.set_yticks(rows, names)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.set_xlabel("bits of the key space")
        axes.grid(axis="y")
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4)

    return draw(paint, _TALL)


def _dots(axes: Axes, bits: Sequence[float | None], marker: str, face: str, label: str) -> None:
    points = [(value, row) for row, value in enumerate(bits) if value is not None]
    if points:
        axes.plot(
            *zip(*points, strict=True), marker, color=OURS, markerfacecolor=face, markersize=5, label=label
        )
