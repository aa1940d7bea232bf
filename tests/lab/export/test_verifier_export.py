"""Verifier files: the threshold keeps what it promises on the fingers that set it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lab.datasets.print_set import PrintSet, View
from lab.export import verifier_export
from lab.export.verifier_export import make_closed_set, make_verifier, write_verifier
from shared.biometrics.prints import Print
from shared.biometrics.verification import PatchSearch, parse_verifier
from shared.errors import Code, Failure
from shared.exact.network import Network
from tests.seeded_networks import seeded_network


@pytest.fixture(scope="module")
def exact() -> Network:
    """A small network that reads patches of 48 x 48."""
    return seeded_network(((4, 5, 5, 2), (8, 3, 3, 2)), 32, side=48)


@pytest.fixture
def _few_patches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifier_export, "SEARCH", PatchSearch(96, 24, 0, 0, 4))


@pytest.mark.usefixtures("_few_patches")
def test_the_threshold_lets_as_many_pass_as_its_card_says(
    person: PrintSet, exact: Network, tmp_path: Path
) -> None:
    made = make_verifier(exact, person, 0.2, 10)
    card = json.loads(write_verifier(tmp_path, made).with_suffix(".rkverif.json").read_text(encoding="utf-8"))
    verifier = parse_verifier((tmp_path / "finger.rkverif").read_bytes())
    assert verifier.digest.hex() == card["sha256"]
    enrolled = person.enrolled()
    repeated = person.where(person.views == View.REPEATED)
    accepted = {True: 0, False: 0}
    for place, finger in enumerate(enrolled.fingers):
        for other in range(10):
            live = Print(repeated.pixels[repeated.fingers == other][0])
            passes = verifier.score(Print(enrolled.pixels[place]), live) >= verifier.threshold
            accepted[finger == other] += passes
    assert accepted[True] == card["at_threshold"]["accepted"]
    assert accepted[False] == card["at_threshold"]["false_accepts"] <= 18
    assert card["threshold_set_on"]["fingers"] == 10


@pytest.mark.usefixtures("_few_patches")
def test_too_few_fingers_for_the_rate_are_refused(person: PrintSet, exact: Network) -> None:
    with pytest.raises(Failure, match="not measurable") as refusal:
        make_verifier(exact, person, 1e-3, 10)
    assert refusal.value.code is Code.INVALID_INPUT


def test_a_second_impression_is_needed(person: PrintSet, exact: Network) -> None:
    with pytest.raises(Failure, match="impressions") as refusal:
        make_verifier(exact, person.where(person.views != View.REPEATED), 0.1, 10)
    assert refusal.value.code is Code.INVALID_INPUT


def test_a_closed_set_names_its_users() -> None:
    subject = seeded_network(((2, 3, 3, 2),), 16, side=12, classes=3)
    finger = seeded_network(((2, 3, 3, 2),), 16, side=12, classes=10, seed="finger")
    made = make_closed_set(subject, finger, (4, 17, 590))
    assert parse_verifier(made.encode()).users == (4, 17, 590)
    with pytest.raises(Failure):
        make_closed_set(replace(subject, classifier=None), finger, (4, 17, 590))
