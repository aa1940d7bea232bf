"""The t-tuple and the longest repeated substring estimates (SP 800-90B §6.3.5 and §6.3.6)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lab.batteries.sp800_90b.estimate import Estimate, bits_of, upper_bound
from lab.batteries.sp800_90b.repeats import Repeats

T_TUPLE, LRS = "t-tuple", "lrs"
CUTOFF = 35
"""A length counts for the t-tuple estimate if its commonest tuple comes so often, else for the other."""


def frequent_lengths(repeats: Repeats, cutoff: int = CUTOFF) -> int:
    """t of §6.3.5: up to which length the commonest tuple comes so often, 0 if at no length."""
    return int(np.count_nonzero(repeats.commonest[1:] >= cutoff))


def t_tuple(repeats: Repeats, cutoff: int = CUTOFF) -> Estimate:
    """How often the commonest tuples come.

    Args:
        repeats: of the samples.
        cutoff: how often the commonest tuple of a length must come for the length to count.
    """
    longest = frequent_lengths(repeats, cutoff)
    if not longest:
        return Estimate(T_TUPLE, reason=f"No value comes {cutoff} times.")
    lengths = np.arange(1, longest + 1)
    shares = repeats.commonest[1 : longest + 1] / (repeats.length - lengths + 1)
    return _estimate(T_TUPLE, shares, lengths, repeats.length)


def longest_repeated_substring(repeats: Repeats, cutoff: int = CUTOFF) -> Estimate:
    """How often two places agree on tuples that are too long for :func:`t_tuple`.

    Args:
        repeats: of the samples.
        cutoff: as for :func:`t_tuple`.
    """
    first = frequent_lengths(repeats, cutoff) + 1
    if repeats.longest < first:
        return Estimate(LRS, reason=f"No tuple of {first} samples comes twice.")
    lengths = np.arange(first, repeats.longest + 1)
    places = repeats.length - lengths + 1
    shares = repeats.pairs[first:] / (places * (places - 1) // 2)
    return _estimate(LRS, shares, lengths, repeats.length)


def _estimate(
    name: str, shares: npt.NDArray[np.float64], lengths: npt.NDArray[np.int64], samples: int
) -> Estimate:
    """From the probability of a tuple of each length, as of one sample the largest."""
    share = float((shares ** (1 / lengths)).max())
    bound = upper_bound(share, samples)
    statistics = {"first": int(lengths[0]), "last": int(lengths[-1]), "p_hat": share, "p_u": bound}
    return Estimate(name, bits_of(bound), statistics=statistics)
