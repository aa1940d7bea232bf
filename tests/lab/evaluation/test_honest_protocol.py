"""The honest protocol on a small set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from lab.datasets.fvc import FvcSet
from lab.datasets.print_set import PrintSet
from lab.evaluation.honest_protocol import Limits, run_honest_protocol
from lab.evaluation.stages import silent
from lab.training.plans import Kind
from lab.training.trained import Trained
from shared.biometrics.verification import PatchSearch

Load = Callable[[Kind], Trained]


STRAIGHT = PatchSearch(window=96, stride=24, turns=0, turn=0, doubt=1)
TURNED = PatchSearch(window=96, stride=24, turns=1, turn=3, doubt=1)


@pytest.fixture
def strangers(prints: PrintSet) -> PrintSet:
    """The same pictures, said to be of other people."""
    return replace(prints, origin="other stripes")


@pytest.fixture
def impressions(prints: PrintSet) -> FvcSet:
    """Two impressions of each of four fingers."""
    chosen = prints.pixels[[0, 1, 5, 6, 10, 11, 15, 16]]
    return FvcSet(list(chosen), np.repeat([101, 102, 103, 104], 2), np.tile([1, 2], 4))


@pytest.mark.parametrize("kind", list(Kind))
def test_any_network_compares_prints(
    kind: Kind, trained: Load, strangers: PrintSet, impressions: FvcSet
) -> None:
    outcome = run_honest_protocol(
        trained(kind), strangers, impressions, Limits(people=2, live=20, search=STRAIGHT), silent
    )
    names = ["held-out-altered", "held-out-repeated", "fvc", "fvc-all-pairs"]
    assert [test.name for test in outcome.pairs] == names
    assert [len(test.ours.genuine) for test in outcome.pairs] == [20, 20, 4, 4]
    assert [test.name for test in outcome.classes] == (["unknown-people"] if kind is Kind.FINGER else [])
    alterations = [] if kind is Kind.EMBEDDING else ["Alterations"]
    assert [sentence.split()[0] for sentence in outcome.not_measured] == alterations


def test_the_baseline_compares_the_same_pairs(trained: Load, strangers: PrintSet) -> None:
    outcome = run_honest_protocol(
        trained(Kind.EMBEDDING), strangers, None, Limits(live=20, search=STRAIGHT), silent
    )
    for test in outcome.pairs:
        assert len(test.baseline.genuine) == len(test.ours.genuine)
        assert test.record()["baseline"]["eer"] < 0.3
        assert test.baseline.scorer == "correlation of 24 x 24 pixels"


def test_fingers_of_strangers_are_told_beside_other_peoples_prints(
    trained: Load, strangers: PrintSet
) -> None:
    outcome = run_honest_protocol(trained(Kind.FINGER), strangers, None, Limits(live=2), silent)
    (test,) = outcome.classes
    assert test.matrix.sum() == 20  # two of the three people; the first one's prints are the baseline's
    assert test.baselines[0].prints == 30


def test_people_learned_from_are_never_compared(trained: Load, prints: PrintSet, impressions: FvcSet) -> None:
    outcome = run_honest_protocol(trained(Kind.FINGER), prints, impressions, Limits(), silent)
    assert [test.name for test in outcome.pairs] == ["fvc", "fvc-all-pairs"]
    assert outcome.classes == []
    assert "learned from everybody" in outcome.not_measured[0]


def test_an_alteration_left_out_of_the_training_is_tested(trained: Load, prints: PrintSet) -> None:
    whole = trained(Kind.SUBJECT)
    narrow = replace(whole, data=replace(whole.data, alterations=[1, 2]))
    (test,) = run_honest_protocol(narrow, prints, None, Limits(), silent).classes
    assert (test.name, test.matrix.sum()) == ("unknown-alteration", 30)
    assert "(zcut)" in test.about
    assert test.baselines[0].prints == 60


def test_what_was_not_given_is_said(trained: Load, impressions: FvcSet) -> None:
    outcome = run_honest_protocol(trained(Kind.EMBEDDING), None, impressions, Limits(search=STRAIGHT), silent)
    assert "no prints were given" in outcome.not_measured[0]


def test_turns_never_make_a_pair_less_alike(trained: Load, impressions: FvcSet) -> None:
    plain, turned = (
        run_honest_protocol(trained(Kind.EMBEDDING), None, impressions, limits, silent).pairs[1]
        for limits in (Limits(search=STRAIGHT), Limits(search=TURNED))
    )
    assert (turned.ours.genuine >= plain.ours.genuine - 1e-5).all()
    assert (turned.ours.impostor >= plain.ours.impostor - 1e-5).all()
