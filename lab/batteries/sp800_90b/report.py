"""An assessment of min-entropy as people and programs read it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lab.batteries.sp800_90b.assessment import WANTED_SAMPLES, Assessment
from lab.batteries.sp800_90b.estimate import Estimate

COLUMNS = ("estimator", "of", "bits", "remark")

_DIGITS = 6
_LEFT_OUT = "The predictors of SP 800-90B §6.3.7 to §6.3.10 were not run; its assessment can only be lower."

Record = dict[str, Any]


def warning(assessment: Assessment) -> str | None:
    """What is to be said when there are too few samples; None when there are enough."""
    if assessment.enough:
        return None
    return (
        f"SP 800-90B wants {WANTED_SAMPLES:,} samples and there are {assessment.samples:,}: "
        "these estimates may be far off."
    )


def head(assessment: Assessment, source: str) -> Record:
    """What was assessed, and the least estimate."""
    return {
        "source": source,
        "samples": assessment.samples,
        "bits_per_symbol": assessment.bits_per_symbol,
        "min_entropy": round(assessment.entropy, _DIGITS),
        "of": f"at most {assessment.bits_per_symbol} bits a sample",
        "note": _LEFT_OUT,
    }


def rows(assessment: Assessment) -> list[Record]:
    """A line for every estimate."""
    symbols = [_row(estimate, "sample") for estimate in assessment.symbols]
    return symbols + [_row(estimate, "bit") for estimate in assessment.bits]


def record(assessment: Assessment, source: str) -> Record:
    """Everything, as JSON can hold it."""
    return {
        "source": source,
        "samples": assessment.samples,
        "bits_per_symbol": assessment.bits_per_symbol,
        "min_entropy": assessment.entropy,
        "h_original": assessment.original,
        "h_bitstring": assessment.bitstring,
        "enough_samples": assessment.enough,
        "wanted_samples": WANTED_SAMPLES,
        "warning": warning(assessment),
        "note": _LEFT_OUT,
        "symbols": [asdict(estimate) for estimate in assessment.symbols],
        "bits": [asdict(estimate) for estimate in assessment.bits],
    }


def _row(estimate: Estimate, of: str) -> Record:
    bits = None if estimate.entropy is None else round(estimate.entropy, _DIGITS)
    return {"estimator": estimate.name, "of": of, "bits": bits, "remark": estimate.reason or None}
