"""One verdict on a source from all the p-values that its sequences have given.

At the level of .01 an ideal source misses about two of 188 p-values in every sequence, so it is the
whole that is judged: a source is told from an ideal one when something is left after correction for the
number of things looked at. An ideal source is then told wrongly in one case of a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lab.batteries.family import holm
from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.catalogue import ALPHA
from lab.batteries.sp800_22.many_sequences import (
    LEAST_SEQUENCES,
    LEAST_UNIFORM,
    Proportion,
    PValues,
    proportion,
    uniformity,
)
from lab.batteries.sp800_22.parameters import Reading

Table = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Variant:
    """One p-value of the battery over all sequences.

    Attributes:
        test: the test's name.
        variant: which of its p-values; empty if it has one.
        p_values: float64 [sequences]; nan where the test does not apply.
        reasons: why it does not, by sequence from 0 on.
        proportion: how many passed; None of a single sequence.
        uniformity: p-value of the p-values; None of fewer than 55.
    """

    test: str
    variant: str
    p_values: PValues
    reasons: dict[int, str]
    proportion: Proportion | None
    uniformity: float | None

    @property
    def name(self) -> str:
        """Test and variant."""
        return f"{self.test} {self.variant}".rstrip()

    @property
    def applicable(self) -> PValues:
        """The p-values of the sequences that it applies to."""
        return self.p_values[~np.isnan(self.p_values)]

    @property
    def holds(self) -> bool:
        """Whether the document's two criteria hold, so far as they can be asked."""
        uniform = self.uniformity is None or self.uniformity >= LEAST_UNIFORM
        return uniform and (self.proportion is None or self.proportion.holds)


@dataclass(frozen=True)
class Finding:
    """Something that an ideal source would hardly have given.

    Attributes:
        name: test, variant, and what about them.
        p_value: as it is.
        adjusted: for the number of its kind, by Holm.
    """

    name: str
    p_value: float
    adjusted: float


@dataclass(frozen=True)
class Family:
    """P-values of one kind, judged together.

    Attributes:
        name: of the kind.
        size: how many there are.
        level: at which the family as a whole is judged.
        least: the one with the smallest p-value.
        findings: those that are left after correction, smallest first.
    """

    name: str
    size: int
    level: float
    least: Finding
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Judgement:
    """What the battery says of a source.

    Attributes:
        sequences: how many were tested.
        variants: every p-value of the battery, in its order.
        families: what was judged together.
        below: p-values below .01.
        expected_below: how many an ideal source has there on average.
    """

    sequences: int
    variants: tuple[Variant, ...]
    families: tuple[Family, ...]
    below: int
    expected_below: float

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that is left after correction."""
        return tuple(finding for family in self.families for finding in family.findings)

    @property
    def distinguished(self) -> bool:
        """Whether the source was told from an ideal one."""
        return bool(self.findings)


def judge(outcomes: Sequence[Sequence[Outcome]], reading: Reading) -> Judgement:
    """Judge a source.

    Args:
        outcomes: of every sequence those of the same tests, in the same order.
        reading: how the least number that must pass is rounded.

    Raises:
        ValueError: the sequences were given different tests.
    """
    keys = [(outcome.test, outcome.variant) for outcome in outcomes[0]] if outcomes else []
    if any([(outcome.test, outcome.variant) for outcome in row] != keys for row in outcomes):
        raise ValueError("every sequence must have been given the same tests")
    variants = tuple(_variant([row[k] for row in outcomes], reading) for k in range(len(keys)))
    given = np.concatenate([np.empty(0), *(variant.applicable for variant in variants)])
    below = int(np.count_nonzero(given < ALPHA))
    return Judgement(len(outcomes), variants, _families(variants), below, ALPHA * given.size)


def _variant(outcomes: Sequence[Outcome], reading: Reading) -> Variant:
    p_values = np.array([np.nan if outcome.p_value is None else outcome.p_value for outcome in outcomes])
    reasons = {k: outcome.reason for k, outcome in enumerate(outcomes) if outcome.reason}
    given = p_values[~np.isnan(p_values)]
    passed = proportion(given, reading) if len(outcomes) > 1 and given.size else None
    return Variant(outcomes[0].test, outcomes[0].variant, p_values, reasons, passed, uniformity(given))


def _families(variants: Sequence[Variant]) -> tuple[Family, ...]:
    """P-values always, what is said of them for many sequences too; the level is shared out evenly."""
    single = [
        (variant.name if variant.p_values.size == 1 else f"{variant.name}, sequence {k + 1}", float(p_value))
        for variant in variants
        for k, p_value in enumerate(variant.p_values)
        if not np.isnan(p_value)
    ]
    many = [variant for variant in variants if variant.applicable.size >= LEAST_SEQUENCES]
    passed = [(f"{v.name}, proportion", v.proportion.p_value) for v in many if v.proportion]
    uniform = [(f"{v.name}, uniformity", v.uniformity) for v in many if v.uniformity is not None]
    kinds = {"p-values": single, "proportions": passed, "uniformities": uniform}
    present = {name: members for name, members in kinds.items() if members}
    return tuple(_family(name, members, ALPHA / len(present)) for name, members in present.items())


def _family(name: str, members: Sequence[tuple[str, float]], level: float) -> Family:
    p_values = np.array([p_value for _, p_value in members])
    adjusted = holm(p_values)
    # A finding is made only of what is small: a long run has many thousand p-values.
    shown = np.concatenate([np.flatnonzero(adjusted <= level), [np.argmin(p_values)]]).astype(np.int64)
    ordered = sorted(set(shown.tolist()), key=lambda k: (p_values[k], k))
    findings = [Finding(members[k][0], float(p_values[k]), float(adjusted[k])) for k in ordered]
    left = tuple(finding for finding in findings if finding.adjusted <= level)
    return Family(name, len(members), level, findings[0], left)
