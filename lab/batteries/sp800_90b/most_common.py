"""The most common value estimate (SP 800-90B §6.3.1)."""

from __future__ import annotations

import numpy as np

from lab.batteries.sp800_90b.estimate import Estimate, bits_of, upper_bound
from lab.batteries.sp800_90b.health_tests import Samples

NAME = "most-common-value"


def most_common_value(samples: Samples) -> Estimate:
    """How often the most frequent value comes.

    Args:
        samples: uint8 [L].
    """
    if samples.size < 2:
        return Estimate(NAME, reason=f"It needs 2 samples, and there are {samples.size:,}.")
    share = float(np.bincount(samples).max() / samples.size)
    bound = upper_bound(share, samples.size)
    return Estimate(NAME, bits_of(bound), statistics={"p_hat": share, "p_u": bound})
