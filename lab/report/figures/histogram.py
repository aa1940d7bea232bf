"""How often each byte value occurs, beside what chance leaves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from lab.report.figures.drawing import Drawing, draw
from lab.report.figures.palette import LIMIT, OURS
from lab.report.figures.themed_svg import INK

_TICKS = (0, 64, 128, 192, 255)


def byte_histogram(
    counts: npt.NDArray[np.int64], expected: float | None = None, most: float | None = None
) -> Drawing:
    """Draw counts.

    Args:
        counts: int64 [256].
        expected: of uniform bytes; None where nobody expects them.
        most: the largest count that is usual for one value of uniform bytes.
    """

    def paint(axes: Axes) -> None:
        axes.stairs(counts, np.arange(counts.size + 1) - 0.5, fill=True, color=OURS)
        if expected is not None:
            axes.axhline(expected, color=INK, linewidth=1, label=f"uniform: {expected:g}")
        if most is not None:
            axes.axhline(
                most, color=LIMIT, linewidth=1, linestyle="--", label=f"99 % of values: at most {most:g}"
            )
        if expected is not None:
            axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
        axes.set_xlim(-0.5, counts.size - 0.5)
        axes.set_ylim(0, max(int(counts.max()), most or 0) * 1.08 + 0.5)
        axes.set_xticks(_TICKS)
        axes.set_xlabel("byte value")
        axes.set_ylabel("count")

    return draw(paint)
