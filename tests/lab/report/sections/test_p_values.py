"""The section of a battery's p-values."""

from __future__ import annotations

import numpy as np
import pytest

from lab.batteries.outcome import Outcome
from lab.report.chance import Standing
from lab.report.sections.p_values import p_value_section, p_value_table


def outcomes(values: list[float | None]) -> list[Outcome]:
    """Of one sequence: three templates and a test that may not apply."""
    named = [("templates", "001"), ("templates", "011"), ("templates", "111"), ("universal", "")]
    reason = "It has 8,192 bits and needs 387,840."
    return [
        Outcome(test, variant, value, "" if value is not None else reason)
        for (test, variant), value in zip(named, values, strict=True)
    ]


GOOD, BAD = outcomes([0.5, 0.2, 0.9, None]), outcomes([1e-9, 0.002, 0.03, None])


def test_cells_lie_by_test_and_sequence() -> None:
    table = p_value_table({"good": GOOD, "bad": BAD})
    assert table.tests == [("templates", 3), ("universal", 1)]
    np.testing.assert_array_equal(table.values[0], [0.5, 1e-9])
    assert np.isnan(table.values[3]).all()
    assert table.reasons == {"It has 8,192 bits and needs 387,840.": ["universal"]}


def test_what_does_not_apply_is_not_counted() -> None:
    counted = p_value_table({"good": GOOD, "bad": BAD}).rejections
    assert (counted.found, counted.tried) == (2, 6)
    assert counted.standing is Standing.MORE
    assert p_value_table({"good": GOOD}).rejections.standing is Standing.USUAL


def test_the_section_says_what_the_map_shows() -> None:
    section = p_value_section("nist", "SP 800-22", {"good": GOOD, "b<d": BAD})
    markup = section.markup()
    assert "2 of 6 p-values are below 0.01" in markup
    assert "Most p-values below 0.01: templates 2 of 6." in markup
    assert "universal: It has 8,192 bits and needs 387,840." in markup
    assert "b<d" not in markup
    (file,) = section.files()
    assert file.text().splitlines()[:2] == ["test,variant,good,b<d", "templates,001,0.5,1e-09"]
    assert "universal" not in file.text()  # applies to neither


def test_many_sequences_stay_small() -> None:
    random = np.random.default_rng(1)
    many = {str(k): [Outcome("t", str(v), float(random.uniform())) for v in range(50)] for k in range(60)}
    assert len(p_value_section("nist", "SP 800-22", many).markup()) < 200_000


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, id="none"),
        pytest.param({"a": []}, id="no tests"),
        pytest.param({"a": GOOD, "b": GOOD[:2]}, id="different tests"),
    ],
)
def test_sequences_must_have_been_given_the_same_tests(given: dict[str, list[Outcome]]) -> None:
    with pytest.raises(ValueError, match="same tests"):
        p_value_table(given)
