"""``ridgekey-lab attack paper``."""

from __future__ import annotations

import importlib
import json

import pytest

from lab.attacks.attack import Held
from lab.attacks.catalogue import ATTACKS
from lab.attacks.target import Target
from lab.cli.app import build
from lab.papers.paper_003.scheme import Gallery
from shared.errors import Code
from shared.exact.network import Network
from shared.terminal.program import run
from tests.lab.attacks.small_target import VICTIM, fixture_gallery
from tests.seeded_networks import tiny_network


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checked-in prints and the tiny network in place of drawn fingers and the shipped one."""

    def gallery(people: int, tell: object) -> Gallery:
        return {user: prints for user, prints in fixture_gallery().items() if user <= people}

    def network() -> Network:
        return tiny_network()

    # By name: in the package the command's function hides the module it is in.
    command = importlib.import_module("lab.cli.attack.paper")
    monkeypatch.setattr(command, "VICTIM", VICTIM)
    monkeypatch.setattr(command, "synthetic_gallery", gallery)
    monkeypatch.setattr(command, "default_network", network)


def attack(*arguments: str) -> int:
    return run(build(), "ridgekey-lab", ["attack", "paper", *arguments])


def test_programs_get_both_sides_and_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert attack("near-key", "key-search", "--people", "2", "--format", "json") == 0
    near, search = json.loads(capsys.readouterr().out)["items"]
    assert (near["attack"], near["paper_mode"]["broken"], near["exchange"]["held"]) == (
        "near-key",
        True,
        True,
    )
    assert 0.92 < near["paper_mode"]["share"] < 0.94
    assert near["exchange"]["refusals"] == ["PROOF_FAILED"] * 3
    assert search["paper_mode"]["figures"]["candidates"] == 20
    assert search["exchange"]["figures"] == {"candidates": 2, "control": 1}


def test_people_get_a_line_an_attack_and_the_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert attack("replay", "forgery", "--format", "table") == 0
    shown = capsys.readouterr()
    assert [line.split()[0] for line in shown.out.splitlines() if line[:1].strip()] == [
        "attack",
        "replay",
        "forgery",
    ]
    assert "COUNTER_ROLLBACK" in shown.out
    assert shown.err == "Paper mode broken by 2 of 2; the exchange held against 2.\n"


def test_an_exchange_that_does_not_hold_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def yields(_target: Target) -> Held:
        return Held(False, "everything")

    opened = ATTACKS["replay"].__class__(
        "replay", "an idea", "nothing", ATTACKS["replay"].against_paper, yields
    )
    monkeypatch.setitem(ATTACKS, "replay", opened)
    assert attack("replay", "--format", "json") == 1
    (shown,) = json.loads(capsys.readouterr().out)["items"]
    assert (shown["exchange"]["held"], shown["exchange"]["answered"]) == (False, "everything")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "Name attacks or say --all, not both; there are two-time-pad", id="nothing"),
        pytest.param(["replay", "--all"], "Name attacks or say --all, not both", id="both"),
        pytest.param(["guessing"], "There is no attack guessing; there are two-time-pad", id="no attack"),
        pytest.param(["replay", "--people", "0"], "--people", id="nobody"),
    ],
)
def test_what_cannot_be_run_is_one_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert attack(*arguments, "--format", "json") == 2
    error = json.loads(capsys.readouterr().err)["error"]
    assert error["reason"] == Code.INVALID_INPUT
    assert said in error["message"]


def test_the_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert attack("--help") == 0
    assert "Example: ridgekey-lab attack paper known-plaintext replay" in capsys.readouterr().out
