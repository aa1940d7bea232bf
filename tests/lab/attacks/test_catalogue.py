"""Every attack breaks paper mode, and none of them the exchange."""

from __future__ import annotations

import importlib
import json
import pkgutil

import pytest

import lab.attacks
from lab.attacks.catalogue import ATTACKS, choose_attacks
from lab.attacks.target import Target
from shared.errors import Code, Failure


@pytest.mark.parametrize("name", ATTACKS)
def test_paper_mode_breaks(name: str, target: Target) -> None:
    """Check 8 of docs/lab.md: every attack succeeds against the paper's scheme."""
    broken = ATTACKS[name].against_paper(target)
    assert broken.succeeded, broken.what
    assert broken.share >= 0.92


@pytest.mark.parametrize("name", ATTACKS)
def test_the_exchange_holds(name: str, target: Target) -> None:
    """Check 8 of docs/lab.md: and none against the exchange."""
    held = ATTACKS[name].against_exchange(target)
    assert held.nothing, held.what


EXPECTED_REFUSALS = [
    pytest.param("near-key", (Code.PROOF_FAILED,) * 3, id="a B that is nearly right"),
    pytest.param("stolen-prints", (Code.PROOF_FAILED,) * 2, id="prints alone, secret alone"),
    pytest.param("forgery", (Code.PROOF_FAILED,), id="a false head office"),
    pytest.param("model-substitution", (Code.MODEL_MISMATCH,), id="a planted model"),
    pytest.param("counter-rollback", (Code.COUNTER_ROLLBACK,), id="a number of before"),
    pytest.param(
        "replay",
        (Code.COUNTER_ROLLBACK, Code.PROOF_FAILED, Code.PROOF_FAILED, Code.STREAM_CORRUPT),
        id="everything that was recorded",
    ),
    pytest.param(
        "splicing", (Code.STREAM_TRUNCATED, *(Code.STREAM_CORRUPT,) * 5), id="chunks in another arrangement"
    ),
]


@pytest.mark.parametrize(("name", "codes"), EXPECTED_REFUSALS)
def test_what_is_refused_is_refused_with_its_code(name: str, codes: tuple[Code, ...], target: Target) -> None:
    assert ATTACKS[name].against_exchange(target).refusals == codes


def test_an_outcome_is_a_line_and_a_record(target: Target) -> None:
    outcome = ATTACKS["replay"].run(target)
    assert outcome.as_expected
    assert outcome.row()["exchange"].endswith("(COUNTER_ROLLBACK, PROOF_FAILED, STREAM_CORRUPT)")
    record = json.loads(json.dumps(outcome.record()))
    assert (record["attack"], record["paper_mode"]["broken"], record["exchange"]["held"]) == (
        "replay",
        True,
        True,
    )


def test_every_module_with_an_attack_is_listed_under_its_name() -> None:
    modules = [
        importlib.import_module(f"lab.attacks.{found.name}")
        for found in pkgutil.iter_modules(lab.attacks.__path__)
    ]
    named = {module.ATTACK.name: module.__name__ for module in modules if hasattr(module, "ATTACK")}
    assert set(named) == set(ATTACKS)
    assert {name: f"lab.attacks.{name.replace('-', '_')}" for name in ATTACKS} == named


def test_attacks_are_chosen_by_name_once_each() -> None:
    assert [attack.name for attack in choose_attacks(["replay", "forgery", "replay"])] == [
        "replay",
        "forgery",
    ]


def test_a_name_that_is_none_is_one_sentence() -> None:
    with pytest.raises(Failure, match="There is no attack guessing; there are two-time-pad, ") as refusal:
        choose_attacks(["replay", "guessing"])
    assert refusal.value.code is Code.INVALID_INPUT
