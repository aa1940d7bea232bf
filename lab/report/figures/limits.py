"""One figure of several keys, beside the limits that uniform bytes keep."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from lab.batteries.measurement import Measurement
from lab.report.figures.drawing import Drawing, draw
from lab.report.figures.palette import LIMIT, OTHER, OURS
from lab.report.figures.themed_svg import INK

_MARGIN = 0.12
"""Of the height, above and below everything that is drawn."""
_LEAST_BAND = 0.005
"""Of the height, added to a band so that one without any can be seen."""
_NOTHING = 1e-6
"""Values that differ by less are drawn as one."""


def beside_limits(names: Sequence[str], measured: Sequence[Measurement]) -> Drawing:
    """Draw one kind of measurement, of each key a dot; a triangle where it misses the limits.

    Args:
        names: of the keys.
        measured: of each of them; all have the same expected value and limits.
    """

    def paint(axes: Axes) -> None:
        _limits(axes, measured)
        for missed, marker, colour in ((False, "o", OURS), (True, "^", OTHER)):
            places = [k for k, one in enumerate(measured) if misses(one) is missed]
            values = [measured[k].value for k in places]
            if places:
                axes.plot(places, values, marker, color=colour, label="outside" if missed else "key")
        axes.set_xticks(range(len(names)), names)
        axes.set_xlim(-0.6, len(names) - 0.4)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, handlelength=1.3, columnspacing=1)

    return draw(paint)


def misses(one: Measurement) -> bool:
    """Whether a value is outside its limits."""
    return one.within is False


def _limits(axes: Axes, measured: Sequence[Measurement]) -> None:
    first = measured[0]
    ends = [] if first.limits is None else [first.limits.low, first.limits.high]
    drawn = [one.value for one in measured] + [end for end in ends if math.isfinite(end)]
    drawn += [] if first.expected is None else [first.expected]
    low, high = min(drawn), max(drawn)
    room = (high - low) * _MARGIN if high - low > _NOTHING else 1.0
    bottom, top = low - room, high + room
    axes.set_ylim(bottom, top)
    if first.limits is not None:
        least, most = max(first.limits.low, bottom), min(first.limits.high, top)
        thin = (top - bottom) * _LEAST_BAND
        axes.axhspan(least - thin, most + thin, color=LIMIT, alpha=0.25, linewidth=0, label="99 % of uniform")
    if first.expected is not None:
        axes.axhline(first.expected, color=INK, linewidth=1, label="mean")
