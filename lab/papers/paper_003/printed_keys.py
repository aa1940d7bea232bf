"""What paper 003 prints of its keys, by the user's ID, in its tables 8 to 18 and 20."""

from __future__ import annotations

USERS = (5, 3, 1, 173, 174, 175)
"""In the paper's order."""


def _by_user(*values: float | None) -> dict[int, float | None]:
    return dict(zip(USERS, values, strict=True))


ENTROPY = _by_user(7.782, 7.763, 7.748, 7.778, 7.774, 7.87)
"""Table 8."""

REPETITION = _by_user(0, 0, 0, 0, 0, 0)
"""Table 9."""

CHI_SQUARE = _by_user(262.0, 215.0, 271.5, 295.5, 226.5, 327.0)
"""Table 10."""

ADJACENT = _by_user(0.59, 0.2932, 0.6842, 0.293, 0.586, 0.977)
"""Table 11, per cent."""

PEARSON = _by_user(0.0062, 0.0062, 0.0062, 0.0062, 0.0062, 0.0062)
"""Table 12."""

KEY_DIFFERENCE = _by_user(0.068, 0.093, 0.060, 0.057, 0.049, 0.039)
"""Table 14."""

RANGE = "passed"
"""Table 16, of every key."""

AUTOCORRELATION = _by_user(0.0359, 0.0342, 0.0320, None, 0.0330, 0.3300)
"""Table 17; of user 173 it prints "Failed"."""

WITHOUT_SWARM = _by_user(4.682, 4.804, 3.975, 5.093, 4.700, 4.843)
WITH_SWARM = _by_user(7.782, 7.707, 7.687, 7.762, 7.774, 7.703)
"""Table 18."""

TANH = _by_user(7.782, 7.763, 7.748, 7.748, 7.732, 7.719)
RELU = _by_user(3.648, 4.439, 4.597, 5.328, 4.844, 4.541)
"""Table 20."""
