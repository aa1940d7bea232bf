"""The paper's protocol on a small set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from lab.datasets.print_set import PrintSet, View
from lab.datasets.splits import paper_split
from lab.evaluation.classifying import equalised, tell
from lab.evaluation.paper_protocol import learned_here, run_paper_protocol
from lab.evaluation.stages import silent
from lab.training.plans import Kind
from lab.training.trained import Trained
from shared.errors import Code, Failure
from shared.exact.image import equalise

Load = Callable[[Kind], Trained]


@pytest.mark.parametrize("kind", [Kind.SUBJECT, Kind.FINGER])
def test_real_and_validation_prints_are_tested(kind: Kind, trained: Load, prints: PrintSet) -> None:
    real, validation = run_paper_protocol(trained(kind), prints, silent)
    assert (real.matrix.sum(), validation.matrix.sum()) == (30, 18)
    assert real.matrix.sum(axis=1).tolist() == ([10] * 3 if kind is Kind.SUBJECT else [3] * 10)


def test_the_baseline_finds_the_print_that_was_altered(trained: Load, prints: PrintSet) -> None:
    real, _ = run_paper_protocol(trained(Kind.SUBJECT), prints, silent)
    assert [figure.learned_from for figure in real.baselines] == [
        "all altered prints",
        "the severest alterations alone",
        "the prints that the network learned from",
    ]
    assert [figure.prints for figure in real.baselines] == [90, 30, 72]
    assert real.baselines[0].errors == 0
    assert real.baselines[0].both_right == 1


def test_losses_are_the_mean_cross_entropy_and_the_penalty(trained: Load, prints: PrintSet) -> None:
    finger = trained(Kind.FINGER)
    enrolled = prints.enrolled()
    images = equalised(enrolled.pixels)
    told = tell(finger, images, enrolled.fingers)
    with torch.inference_mode():
        scores = finger.network(torch.from_numpy(images).float()[:, None] / 255).double()
    by_hand = -torch.log_softmax(scores, 1)[np.arange(30), enrolled.fingers].mean()
    squares = sum(float(one.weight.detach().square().sum()) for one in finger.network.convolutions)
    assert told.loss == pytest.approx(float(by_hand), rel=1e-5)
    assert told.penalty == pytest.approx(1e-3 * squares, rel=1e-5)
    assert told.classes.tolist() == scores.argmax(1).tolist()


def test_prints_are_equalised_as_for_a_key(prints: PrintSet) -> None:
    assert np.array_equal(
        equalised(prints.pixels[:3]), np.stack([equalise(one) for one in prints.pixels[:3]])
    )


def test_it_knows_the_prints_that_were_learned(trained: Load, prints: PrintSet) -> None:
    changed = prints.pixels.copy()
    train, _, _ = paper_split(prints)
    place = np.flatnonzero((prints.pixels == train.pixels[0]).all(axis=(1, 2)))[0]
    changed[place, 0, 0] ^= 1
    assert learned_here(trained(Kind.SUBJECT), prints)
    assert not learned_here(trained(Kind.SUBJECT), replace(prints, pixels=changed))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(lambda p: p.where(p.views != View.ENROLLED), "enrolled and altered", id="no originals"),
        pytest.param(lambda p: p.enrolled(), "enrolled and altered", id="no altered prints"),
        pytest.param(lambda p: replace(p, subjects=p.subjects + 1), "never learned 3", id="strangers"),
    ],
)
def test_a_set_that_cannot_be_tested_with_is_refused(
    change: Callable[[PrintSet], PrintSet], why: str, trained: Load, prints: PrintSet
) -> None:
    with pytest.raises(Failure, match=why) as refusal:
        run_paper_protocol(trained(Kind.SUBJECT), change(prints), silent)
    assert refusal.value.code is Code.INVALID_INPUT
