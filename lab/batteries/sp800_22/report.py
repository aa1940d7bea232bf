"""A judgement as people and programs read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from lab.batteries.sp800_22.catalogue import ALPHA
from lab.batteries.sp800_22.judgement import Family, Finding, Judgement, Variant
from lab.batteries.sp800_22.running import Plan

ONE_COLUMNS = ("test", "p-values", "smallest", "below_.01", "remark")
MANY_COLUMNS = (*ONE_COLUMNS[:-1], "fewest_passed", "least_uniform", "remark")

_DIGITS = 6
_FINDINGS_NAMED = 3

Record = dict[str, Any]


def sentence(judgement: Judgement) -> str:
    """The verdict in words. It says what was found, and never that something is secret."""
    size = sum(variant.applicable.size for variant in judgement.variants)
    if not size:
        return "No test applies, so nothing is said of the source."
    counted = (
        f"{judgement.below:,} of {size:,} p-values are below {ALPHA:g}, "
        f"where an ideal source has {judgement.expected_below:,.2f} on average"
    )
    findings = judgement.findings
    if not findings:
        return (
            f"Nothing found: {counted}, and none is left after correction for their number. "
            "This is no evidence of secrecy: the digits of pi do as well."
        )
    named = "; ".join(finding.name for finding in findings[:_FINDINGS_NAMED])
    more = f" and {len(findings) - _FINDINGS_NAMED:,} more" if len(findings) > _FINDINGS_NAMED else ""
    return f"Told from an ideal source by {named}{more}: {counted}."


def head(judgement: Judgement, source: str, plan: Plan) -> Record:
    """What was tested, and the verdict."""
    return {
        "source": source,
        "bits": plan.bits,
        "sequences": judgement.sequences,
        "reading": plan.parameters.reading.value,
        "verdict": sentence(judgement),
    }


def columns(judgement: Judgement) -> Sequence[str]:
    """The columns of :func:`rows`."""
    return ONE_COLUMNS if judgement.sequences == 1 else MANY_COLUMNS


def rows(judgement: Judgement) -> list[Record]:
    """A line for every test: its worst p-value, and of many sequences its worst proportion and uniformity."""
    tests = dict.fromkeys(variant.test for variant in judgement.variants)
    return [_row(test, [v for v in judgement.variants if v.test == test], judgement) for test in tests]


def _row(test: str, variants: Sequence[Variant], judgement: Judgement) -> Record:
    given = np.concatenate([variant.applicable for variant in variants])
    return {
        "test": test,
        "p-values": given.size,
        "smallest": _shown(given.min()) if given.size else None,
        "below_.01": int(np.count_nonzero(given < ALPHA)) if given.size else None,
        "fewest_passed": _fewest_passed(variants),
        "least_uniform": _least_uniform(variants),
        "remark": _remark(variants, judgement),
    }


def _fewest_passed(variants: Sequence[Variant]) -> str | None:
    """The proportion that is worst beside what is wanted of it."""
    passed = [variant.proportion for variant in variants if variant.proportion]
    if not passed:
        return None
    worst = min(passed, key=lambda one: (one.passed - one.least, one.passed))
    return f"{worst.passed:,} of {worst.applicable:,}, least {worst.least:,}"


def _least_uniform(variants: Sequence[Variant]) -> str | None:
    known = [variant.uniformity for variant in variants if variant.uniformity is not None]
    return _shown(min(known)) if known else None


def _remark(variants: Sequence[Variant], judgement: Judgement) -> str | None:
    names = {variant.name for variant in variants}
    found = [finding for finding in judgement.findings if finding.name.partition(",")[0] in names]
    if found:
        return f"found: {len(found):,}"
    reasons = [reason for variant in variants[:1] for reason in variant.reasons.values()]
    if not reasons:
        return None
    if judgement.sequences == 1:
        return f"not applicable: {reasons[0]}"
    return f"not applicable to {len(reasons):,} of {judgement.sequences:,} sequences"


def _shown(p_value: float) -> str:
    return f"{p_value:.{_DIGITS}f}" if p_value >= 1e-4 or p_value == 0 else f"{p_value:.1e}"


def record(judgement: Judgement, source: str, plan: Plan) -> Record:
    """Everything, every p-value included, as JSON can hold it."""
    return {
        **head(judgement, source, plan),
        "distinguished": judgement.distinguished,
        "below_alpha": judgement.below,
        "expected_below_alpha": judgement.expected_below,
        "parameters": asdict(plan.parameters),
        "families": [_family(family) for family in judgement.families],
        "p_values": [_variant(variant) for variant in judgement.variants],
    }


def _family(family: Family) -> Record:
    return {
        "name": family.name,
        "size": family.size,
        "level": family.level,
        "smallest": _finding(family.least),
        "findings": [_finding(finding) for finding in family.findings],
    }


def _finding(finding: Finding) -> Record:
    return {"name": finding.name, "p_value": finding.p_value, "adjusted": finding.adjusted}


def _variant(variant: Variant) -> Record:
    values = [None if np.isnan(p_value) else float(p_value) for p_value in variant.p_values]
    passed = variant.proportion
    return {
        "test": variant.test,
        "variant": variant.variant,
        "p_values": values,
        "not_applicable": [{"sequence": k + 1, "reason": why} for k, why in variant.reasons.items()],
        "proportion": None if passed is None else {**asdict(passed), "holds": passed.holds},
        "uniformity": variant.uniformity,
    }
