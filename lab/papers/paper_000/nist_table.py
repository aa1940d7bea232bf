"""Table 2: SP 800-22 of a key."""

from __future__ import annotations

from typing import Any

import numpy as np

from lab.batteries.outcome import Outcome
from lab.batteries.sources.source import from_bytes
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.catalogue import run_tests
from lab.batteries.sp800_22.parameters import Parameters
from lab.papers.paper_000.length_table import COMMAND, SOURCE
from lab.papers.paper_000.material import Material, make_material
from lab.papers.paper_000.printed import KEY_BITS, P_VALUES, TESTS
from lab.papers.sources import Sources
from lab.papers.tables import Table

LONGEST = max(KEY_BITS.values())
"""Bits of the longest printed key, 67,680."""

FAR_TOO_SHORT = (
    "Overlapping Template Matching",
    "Maurer's Universal",
    "Linear Complexity",
    "Random Excursion",
    "Random Excursion Variant",
)
"""Rows whose test wants 387,840 bits (Universal) or a million, whatever its parameters."""


def table_2(sources: Sources) -> Table:
    """P-values of each test: the paper's, and of the pictures' keys cut to the paper's longest length."""
    material = make_material(sources)
    found = _outcomes(material)
    refusals = _by_test(run_tests(BitSequence(_stand_in()), Parameters()))
    rows = [_row(printed, refusals, found) for printed in P_VALUES]
    return Table(
        paper="000",
        number=2,
        about="SP 800-22 of a key",
        columns=tuple(rows[0]),
        rows=rows,
        source=f"{SOURCE}; of several p-values of a test the smallest" if found else "",
        findings=[*_printed_findings(refusals), *_own_findings(found)],
        missing=() if found else (COMMAND,),
    )


def _outcomes(material: Material | None) -> dict[str, dict[str, list[Outcome]]]:
    """By picture and test, of the paper's pictures alone."""
    found = {}
    for name in KEY_BITS:
        if material is not None and name in material.keys:
            bits = from_bytes(material.keys[name].key)[:LONGEST]
            found[name] = _by_test(run_tests(BitSequence(bits), Parameters()))
    return found


def _stand_in() -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Fair bits of the longest length: which tests apply depends on the length and nothing else here."""
    return np.random.Generator(np.random.PCG64(0)).integers(0, 2, LONGEST).astype(np.uint8)


def _by_test(outcomes: list[Outcome]) -> dict[str, list[Outcome]]:
    grouped: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        grouped.setdefault(outcome.test, []).append(outcome)
    return grouped


def _row(
    printed: str, refusals: dict[str, list[Outcome]], found: dict[str, dict[str, list[Outcome]]]
) -> dict[str, Any]:
    test = TESTS[printed]
    row: dict[str, Any] = {"test": printed, "paper_p": P_VALUES[printed]}
    for name in KEY_BITS:
        row[name] = _smallest(found[name][test]) if name in found else None
    row["applies"] = refusals[test][0].reason or "yes"
    return row


def _smallest(outcomes: list[Outcome]) -> float | None:
    values = [outcome.p_value for outcome in outcomes if outcome.p_value is not None]
    return float(f"{min(values):.4f}") if values else None


def _printed_findings(refusals: dict[str, list[Outcome]]) -> list[str]:
    refused = [printed for printed, test in TESTS.items() if not refusals[test][0].applicable]
    others = [printed for printed in refused if printed not in FAR_TOO_SHORT]
    return [
        f"the longest key has {LONGEST:,} bits; {', '.join(FAR_TOO_SHORT)} want 387,840 or a million, so "
        f"{len(FAR_TOO_SHORT)} of the {len(P_VALUES)} printed p-values are outside the suite's validity",
        f"with the suite's usual parameters, {' and '.join(others)} want more bits, too",
        "a walk of so many steps comes back to zero 208 times on average; the tests of excursions want 500",
        "Monobit and Frequency are two names of one test; the second is read as the one within blocks",
        "the paper does not say whose key table 2 is of; Monobit .7264 fits the .729 that the entropy of "
        "Baboon's key in table 1 implies",
    ]


def _own_findings(found: dict[str, dict[str, list[Outcome]]]) -> list[str]:
    if not found:
        return []
    outcomes = [one for tests in found.values() for group in tests.values() for one in group]
    values = [one.p_value for one in outcomes if one.p_value is not None]
    below = sum(value < 0.01 for value in values)
    return [
        f"of our keys {below} of {len(values)} p-values are below .01, where fair bits have "
        f"{len(values) / 100:.1f}; that is no evidence of secrecy"
    ]
