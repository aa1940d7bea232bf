"""All repeated tuples of a sequence: how often the commonest of each length comes, and how many pairs agree.

From the suffix array and the lengths of common prefixes, so that long repetitions cost no more than short
ones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lab.batteries.loops import compiled
from lab.batteries.sp800_90b.health_tests import Samples

Int64 = npt.NDArray[np.int64]

_KEY_BITS = 62


@dataclass(frozen=True)
class Repeats:
    """Repeated tuples by length.

    Attributes:
        length: L, samples of the sequence.
        commonest: how often the commonest tuple of t samples comes, int64 [longest + 1]. Entry 0
            says nothing.
        pairs: how many pairs of places hold the same tuple of t samples, int64 [longest + 1].
    """

    length: int
    commonest: Int64
    pairs: Int64

    @property
    def longest(self) -> int:
        """Samples of the longest tuple that comes twice, 0 if there is none."""
        return self.commonest.size - 1


def find_repeats(samples: Samples) -> Repeats:
    """Look for all repeated tuples.

    Args:
        samples: uint8 [L], at least one.
    """
    prefixes = common_prefixes(samples, suffix_array(samples))
    commonest, pairs = _tally(prefixes, int(prefixes.max()))
    # What holds of a tuple holds of its shorter beginnings.
    return Repeats(samples.size, np.maximum.accumulate(commonest[::-1])[::-1], np.cumsum(pairs[::-1])[::-1])


def suffix_array(samples: Samples) -> Int64:
    """Where the suffixes begin, in lexicographical order, by doubling prefixes (Manber and Myers, 1993).

    Args:
        samples: uint8 [L].

    Returns:
        int64 [L].
    """
    keys, width = _packed(samples)
    size = samples.size
    order = np.argsort(keys)
    keys = keys[order]
    places = np.arange(size)
    ranks = np.empty(size, np.int64)
    while True:
        # A rank is the first place of those that are not told apart yet; only these are sorted again.
        new = np.diff(keys, prepend=-1) != 0
        starts = places[new][np.cumsum(new) - 1]
        ranks[order[places]] = starts
        alone = new & np.append(new[1:], True)
        places, starts = places[~alone], starts[~alone]
        if not places.size:
            return order
        suffixes = order[places]
        following = suffixes + width
        inside = following < size
        keys = starts * (size + 1)
        keys[inside] += ranks[following[inside]] + 1
        sorting = np.argsort(keys)
        order[places], keys = suffixes[sorting], keys[sorting]
        width *= 2


def _packed(samples: Samples) -> tuple[Int64, int]:
    """The first samples of every suffix as digits of one number, and how many; 0 stands for the end."""
    present = np.bincount(samples) > 0
    digits = np.cumsum(present)[samples]
    base = int(present.sum()) + 1
    width = int(_KEY_BITS / math.log2(base))
    padded = np.concatenate([digits, np.zeros(width, np.int64)])
    keys = np.zeros(samples.size, np.int64)
    for place in range(width):
        keys *= base
        keys += padded[place : place + samples.size]
    return keys, width


@compiled
def common_prefixes(samples: Samples, order: Int64) -> Int64:
    """How many samples each suffix has in common with the one before it in order (Kasai et al., 2001).

    Args:
        samples: uint8 [L].
        order: of :func:`suffix_array`.

    Returns:
        int64 [L]; 0 for the first.
    """
    size = samples.size
    ranks = np.empty(size, np.int64)
    for place in range(size):
        ranks[order[place]] = place
    prefixes = np.zeros(size, np.int64)
    same = 0
    for start in range(size):
        if ranks[start] == 0:
            same = 0
            continue
        other = order[ranks[start] - 1]
        last = size - max(start, other)
        while same < last and samples[start + same] == samples[other + same]:
            same += 1
        prefixes[ranks[start]] = same
        same = max(0, same - 1)
    return prefixes


@compiled
def _tally(prefixes: Int64, longest: int) -> tuple[Int64, Int64]:
    """Of every group of suffixes with a common prefix, its size at the prefix's length.

    Returns:
        The largest size by length; and pairs by length, so that sums from the longest down give all pairs.
    """
    commonest = np.ones(longest + 1, np.int64)
    pairs = np.zeros(longest + 1, np.int64)
    heights = np.zeros(longest + 2, np.int64)
    sizes = np.zeros(longest + 2, np.int64)
    top = 0  # an empty prefix stays at the bottom
    for place in range(1, prefixes.size + 1):
        height = prefixes[place] if place < prefixes.size else 0
        joined = 1
        while heights[top] > height:
            group = sizes[top] + joined
            closed = heights[top]
            commonest[closed] = max(commonest[closed], group)
            below = max(heights[top - 1], height)
            pairs[closed] += group * (group - 1) // 2
            pairs[below] -= group * (group - 1) // 2
            joined = group
            top -= 1
        if heights[top] == height:
            sizes[top] += joined
        else:
            top += 1
            heights[top] = height
            sizes[top] = joined
    return commonest, pairs
