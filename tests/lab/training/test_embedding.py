"""Training of the embedding: what it is shown, what it gives, and that stopping changes nothing."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from lab.datasets.canvases import CANVAS_SIDE, Canvases, person_canvases
from lab.datasets.print_canvases import print_canvases
from lab.datasets.print_set import PrintSet
from lab.training.embedding_cnn import EmbeddingCnn
from lab.training.impressions import Handling, even_contrast, impressions
from lab.training.launch_embedding import prepare_embedding, real_fingers, split_people
from lab.training.margin import margin_loss, told_right
from lab.training.places import Places, draw_places
from lab.training.plans import Kind, Schedule, TrainingPlan
from lab.training.stopping import Stop
from lab.training.trained import load_trained
from shared.biometrics.local_contrast import MIDDLE
from shared.biometrics.normalisation import RIDGE_PERIOD
from shared.biometrics.prints import Print
from shared.biometrics.ridge_period import ridge_period

CPU = torch.device("cpu")
PLAN = TrainingPlan(
    kind=Kind.EMBEDDING, epochs=2, batch=80, features=16, learning_rate=1e-3, dropouts=(0.1, 0.0),
    schedule=Schedule.COSINE,
)  # fmt: skip


@pytest.fixture(scope="module")
def canvases() -> Canvases:
    """Two synthetic people, ten fingers each."""
    people = [person_canvases(6, 1), person_canvases(6, 2)]
    return Canvases(
        np.concatenate([one.pixels for one in people]),
        np.concatenate([one.periods for one in people]),
        np.concatenate([one.people for one in people]),
        "a test",
        redistributable=True,
    )


def in_the_middle(count: int) -> Places:
    """Places in the middle of each finger, as it lies."""
    return Places(torch.zeros(count, 2), torch.zeros(count))


def shown(canvases: Canvases, seed: int, handling: Handling, side: int = 48) -> torch.Tensor:
    """One impression of the middle of every finger."""
    random = torch.Generator().manual_seed(seed)
    pixels, periods = torch.from_numpy(canvases.pixels), torch.from_numpy(canvases.periods)
    return impressions(pixels, periods, in_the_middle(len(periods)), side, handling, random)


def test_impressions_are_normalised(canvases: Canvases) -> None:
    images = shown(canvases, 1, Handling())
    assert images.shape == (20, 1, 48, 48)
    assert 0 <= float(images.min()) < 0.2
    assert 0.8 < float(images.max()) <= 1
    straight = Handling(turn=0, shift=0, zoom=0, skin=0, wetness=0, noise=0, dryness=0)
    periods = []
    for image in shown(canvases, 2, straight, side=80)[:, 0]:
        pixels = (255 * image).round().to(torch.uint8).numpy()
        periods.append((ridge_period(pixels) or 0) / 256)
    assert np.median(periods) == pytest.approx(RIDGE_PERIOD, rel=0.1)


def test_every_impression_is_another_one(canvases: Canvases) -> None:
    first, again, other = (shown(canvases, seed, Handling()) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert float((first - other).abs().mean()) > 0.05


def test_places_are_everywhere_and_turned_anyhow() -> None:
    places = draw_places(4000, CANVAS_SIDE, torch.Generator().manual_seed(3))
    far = places.centres.abs().max(dim=0).values
    assert (far < CANVAS_SIDE / 2).all()
    assert (far > 0.6 * CANVAS_SIDE / 2).all()
    assert places.centres.mean(dim=0).tolist() == pytest.approx([0, 0], abs=3)
    counts = torch.histc(places.turns, 8, 0, 2 * math.pi)
    assert int(counts.min()) > 400


def test_no_contrast_is_grey() -> None:
    assert torch.all(even_contrast(torch.full((1, 1, 30, 30), 0.4)) == MIDDLE)


def test_the_margin_is_asked_of_the_right_finger_only() -> None:
    first = torch.eye(2)
    second = torch.tensor([[0.8, 0.6], [0.6, 0.8]])
    # e^(10·(0.8 - margin)) against e^(10·0.6), in both directions.
    assert float(margin_loss(first, second, 0.0, 10)) == pytest.approx(np.log1p(np.exp(-2)), rel=1e-4)
    assert float(margin_loss(first, second, 0.3, 10)) == pytest.approx(np.log1p(np.exp(1)), rel=1e-4)


def test_the_nearest_one_is_told() -> None:
    first = torch.eye(3)
    second = torch.tensor([[0.0, 0.1, 0.9], [0.1, 0.9, 0.0], [0.8, 0.0, 0.6]])
    assert int(told_right(first, second)) == 1


def test_people_held_out_are_not_learned(canvases: Canvases) -> None:
    people = split_people(canvases, 2)
    assert len(people.learned) == len(people.held_out) == 10
    assert not set(people.learned.people) & set(people.held_out.people)


def test_real_prints_are_put_on_canvases(person: PrintSet) -> None:
    scanned = [(3, Print(person.pixels[0])), (4, Print(np.full((96, 96), 9, np.uint8)))]
    made = print_canvases(scanned, "x", redistributable=False)
    assert made.pixels.shape == (1, CANVAS_SIDE, CANVAS_SIDE)
    assert made.people.tolist() == [3]
    assert 4 < made.periods[0] < 9
    assert made.pixels[0, 0, 0] == MIDDLE


def test_pictures_of_several_people_are_left_out(person: PrintSet) -> None:
    enrolled = person.enrolled()
    # Four people of three fingers each; the fourth one's pictures are the first one's.
    places = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2])
    several = replace(
        enrolled,
        pixels=enrolled.pixels[places],
        fingers=enrolled.fingers[:3][np.arange(12) % 3],
        subjects=np.repeat(np.arange(1, 5, dtype=np.int32), 3),
        views=enrolled.views[:1].repeat(12),
        alterations=enrolled.alterations[:1].repeat(12),
        severities=enrolled.severities[:1].repeat(12),
    )
    found = [set(real_fingers(several, seed).people.tolist()) for seed in range(8)]
    # Where both of the two were kept, neither is left.
    assert all(not {1, 4} <= people for people in found)
    assert {2, 3} in found or {2} in found or {3} in found


@pytest.mark.slow
def test_stopped_and_resumed_gives_the_same_weights(canvases: Canvases, tmp_path: Path) -> None:
    def train(folder: Path, stop_after: int | None) -> dict[str, torch.Tensor]:
        stop = Stop()

        def progress(done: int, total: int) -> None:
            assert done <= total
            if done == stop_after:
                stop.ask()

        prepare_embedding(PLAN, canvases, None, folder, CPU).run(stop, progress, lambda row: None)
        return load_trained(folder / "embedding.pt", Kind.EMBEDDING).network.state_dict()

    whole = train(tmp_path / "whole", None)
    train(tmp_path / "parts", 1)
    resumed = train(tmp_path / "parts", None)
    assert all(torch.equal(tensor, whole[name]) for name, tensor in resumed.items())


def test_an_embedding_has_length_one() -> None:
    network = EmbeddingCnn(features=16).eval()
    with torch.inference_mode():
        lengths = network(torch.rand(4, 1, 48, 48)).norm(dim=1)
    assert lengths.tolist() == pytest.approx([1.0] * 4)
