"""Repetition test (paper 003 table 9): sections of the key that come again anywhere in it.

The paper does not say what a section is. Here it is eight bytes, side by side and not overlapping; the length
is a parameter.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from lab.batteries.keys.key_bytes import Key, require_key
from lab.batteries.measurement import LEVEL, Interval, Measurement, PaperLimit, two_sided
from shared.errors import Code, Failure
from shared.keygen.histogram import LEVELS

SECTION_BYTES = 8


def repetition_test(key: Key, section: int = SECTION_BYTES) -> Measurement:
    """How many sections are equal to an earlier one; bytes after the last whole section are left out.

    Args:
        key: uint8 [n].
        section: bytes of a section, 2 to n/2.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no key, or a section that does not fit.
    """
    length = require_key(key)
    if not 2 <= section <= length // 2:
        sentence = f"A section of this key has 2 to {length // 2} bytes; choose its length in between."
        raise Failure(Code.INVALID_INPUT, sentence, field="section")
    sections = length // section
    pieces = key[: sections * section].reshape(sections, section)
    repeated = sections - len(np.unique(pieces, axis=0))
    pairs = sections * (sections - 1) / 2 / float(LEVELS) ** section
    law = stats.poisson(pairs)
    return Measurement(
        name="repetition",
        value=float(repeated),
        expected=pairs,
        limits=Interval(float(law.ppf(LEVEL / 2)), float(law.ppf(1 - LEVEL / 2))),
        p_value=two_sided(float(law.cdf(repeated)), float(law.sf(repeated - 1))),
        basis="approximation: pairs of equal sections are Poisson",
        paper=PaperLimit("0", Interval(0.0, 0.0)),
        statistics={"sections": float(sections), "section_bytes": float(section)},
    )
