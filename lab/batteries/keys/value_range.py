"""Range test (paper 003 section 6.5, table 16): how far the values reach, and whether they fill the range.

The paper gives no number of buckets and no limit, and prints "passed". Here there are 16 buckets of 16
values, judged by chi-square with 15 degrees of freedom, 25.0 being what one uniform key in twenty exceeds;
its ideal "0.255" is read as 0 to 255.
"""

from __future__ import annotations

from lab.batteries.histogram_null import chi_square_limits, chi_square_of, chi_square_p_value
from lab.batteries.keys.key_bytes import Key, require_key
from lab.batteries.measurement import LEVEL, Interval, Measurement, PaperLimit
from shared.errors import Code, Failure
from shared.keygen.histogram import LEVELS, histogram

BUCKETS = 16

_WIDEST = LEVELS - 1


def range_tests(key: Key, buckets: int = BUCKETS) -> list[Measurement]:
    """The range of the values, and chi-square of their counts in buckets.

    Args:
        key: uint8 [n].
        buckets: of equal width; a power of two, 2 to 128.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no key, or another number of buckets.
    """
    length = require_key(key)
    if buckets < 2 or buckets >= LEVELS or LEVELS % buckets:
        sentence = "The values are split into 2, 4, 8, 16, 32, 64 or 128 buckets; choose one of these."
        raise Failure(Code.INVALID_INPUT, sentence, field="buckets")
    return [_reach(key, length), _evenness(key, length, buckets)]


def reach_at_most(reach: int, length: int) -> float:
    """Probability that max - min of ``length`` uniform bytes is at most ``reach``, 0..255: exact.

    The bytes must lie in one of 256 - reach windows; what lies in two neighbouring ones was counted twice.
    """
    windows = LEVELS - reach
    wide, narrow = ((reach + 1) / LEVELS) ** length, (reach / LEVELS) ** length
    return float(windows * wide - (windows - 1) * narrow)


def _reach(key: Key, length: int) -> Measurement:
    value = int(key.max()) - int(key.min())
    least = next(reach for reach in range(LEVELS) if reach_at_most(reach, length) > LEVEL)
    expected = _WIDEST - sum(reach_at_most(reach, length) for reach in range(_WIDEST))
    return Measurement(
        name="range",
        value=float(value),
        expected=expected,
        limits=Interval(float(least), float(_WIDEST)),
        p_value=reach_at_most(value, length),
        basis="exact; one-sided, since no range is too wide",
        paper=PaperLimit("ideal 0 to 255"),
        statistics={"smallest": float(key.min()), "largest": float(key.max())},
    )


def _evenness(key: Key, length: int, buckets: int) -> Measurement:
    counts = histogram(key).reshape(buckets, -1).sum(axis=1)
    value, degrees = chi_square_of(counts), buckets - 1
    most = chi_square_limits(length, level=0.10, degrees=degrees).high  # its upper 5 % point
    return Measurement(
        name=f"{buckets} buckets",
        value=value,
        expected=float(degrees),
        limits=chi_square_limits(length, degrees=degrees),
        p_value=chi_square_p_value(value, length, degrees),
        basis=f"approximation: chi-square with {degrees} degrees",
        paper=PaperLimit(f"at most {most:.1f}", Interval(high=most)),
        statistics={"expected_count": length / buckets},
    )
