"""Tables 8 to 18 and 20: the paper's values, ours, and what contradicts itself, computed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lab.batteries.histogram_null import entropy_and_chi_square
from lab.papers.catalogue import build_tables
from lab.papers.paper_003.key_material import KeyMaterial, key_material
from lab.papers.paper_003.key_table import named
from lab.papers.paper_003.printed_keys import USERS
from lab.papers.paper_003.rectified import rectified_candidates
from lab.papers.paper_003.repetition_tables import printed_repeats
from lab.papers.paper_003.scheme import paper_images, paper_key
from lab.papers.sources import Sources
from lab.papers.tables import Table
from shared.biometrics.features import candidate_keys
from shared.errors import Code, Failure
from shared.keygen.swarm import optimise
from tests.lab.attacks.small_target import fixture_gallery
from tests.seeded_networks import seeded_network, tiny_network

NOWHERE = Path("nowhere")
NUMBERS = [*range(8, 19), 20]


@pytest.fixture(scope="module")
def material() -> KeyMaterial:
    """Keys of the three people whose prints are checked in, of whom the paper has two."""
    gallery = {user: fixture_gallery()[user] for user in (3, 1, 2)}
    return key_material(gallery, tiny_network(), "fixtures")


def table(number: int, material: KeyMaterial | None = None) -> Table:
    (built,) = build_tables("003", [number], Sources(NOWHERE, material))
    return built


def by_user(built: Table) -> dict[str, dict]:
    return {row["user"]: row for row in built.rows}


def said(built: Table, *parts: str) -> bool:
    return any(all(part in finding for part in parts) for finding in built.findings)


@pytest.mark.parametrize("number", NUMBERS)
def test_without_prints_the_paper_stands_alone(number: int) -> None:
    built = table(number)
    assert [row["user"] for row in built.rows] == [str(user) for user in USERS]
    assert built.missing == (f"ridgekey-lab reproduce 003 --tables {number} --prints PRINTS",)
    assert built.source == ""
    assert any(name.startswith("paper") for name in built.columns)
    ours = [name for name in built.columns if name != "user" and not name.startswith("paper")]
    assert ours
    assert all(row[name] is None for row in built.rows for name in ours)


@pytest.mark.parametrize("number", NUMBERS)
def test_with_prints_every_user_has_our_figures_too(number: int, material: KeyMaterial) -> None:
    built = table(number, material)
    rows = by_user(built)
    assert built.missing == ()
    assert "fixtures" in built.source
    assert list(rows)[:3] == ["3", "1", "2"]
    ours = [name for name in built.columns if name != "user" and not name.startswith("paper")]
    assert all(rows[user][name] is not None for user in ("3", "1", "2") for name in ours)
    assert all(set(row) == set(built.columns) for row in built.rows)


def test_printed_entropy_and_chi_square_are_of_different_keys() -> None:
    """Check 7 of docs/lab.md: 7.763 bits go with a chi-square of 312, not 215, and 7.87 with 179, not 327."""
    built = table(10)
    rows = by_user(built)
    assert rows["3"]["paper_expected"] == pytest.approx(312, abs=1)
    assert rows["3"]["paper_residual"] == pytest.approx(-13, abs=0.5)
    assert rows["175"]["paper_expected"] == pytest.approx(179, abs=1)
    assert rows["175"]["paper_residual"] == pytest.approx(20, abs=0.5)
    assert abs(rows["173"]["paper_residual"]) < 1
    assert said(built, "users 3, 1, 174 and 175", "not measured on the same keys")
    assert said(built, "2 of the 6", "users 173 and 175", "293.25")
    assert said(built, "are multiples of 0.5")
    assert (rows["173"]["paper_p"], rows["175"]["paper_p"]) == (
        pytest.approx(2 * 0.041, rel=0.02),
        pytest.approx(2 * 0.0015, rel=0.04),
    )


def test_our_own_entropy_and_chi_square_belong_together(material: KeyMaterial) -> None:
    for one in material.users:
        row = by_user(table(10, material))[str(one.user)]
        assert row["ours"] == entropy_and_chi_square(one.key)[1]
        if entropy_and_chi_square(one.key)[0] > 7.7:  # the line is of uniform keys
            assert abs(row["residual"]) < 5


def test_printed_entropies_beside_uniform_keys() -> None:
    built = table(8)
    assert said(built, "7.761 to 7.850")
    assert said(built, "users 1 and 175 lie outside")
    assert by_user(built)["1"]["paper_p"] < 0.01


def test_printed_repeats_are_counts() -> None:
    printed = (0.59, 0.2932, 0.6842, 0.293, 0.586, 0.977)
    assert [printed_repeats(value) for value in printed] == [6, 3, 7, 3, 6, 10]
    built = table(11)
    assert said(built, "10 repeats or more", "0.8%")
    assert said(built, "4.0 repeats", "1.8%")


def test_printed_correlation_is_an_average() -> None:
    assert said(table(12), "one value is printed for six keys", "0.0081", "0.0313")


def test_printed_autocorrelation_contradicts_the_text() -> None:
    assert said(table(17), "users 173 and 175 fail")
    assert said(table(17), "probability 0.11")
    assert by_user(table(17))["173"]["paper"] == "failed"


def test_printed_swarm_keys_are_less_even_than_random_ones_and_differ_from_table_to_table() -> None:
    assert said(table(18), "users 3, 1 and 175 are, after the swarm, less even")
    assert said(table(18), "different entropies of the same key for users 3, 1, 173, 174 and 175")
    assert said(table(20), "3.648 to 5.328", "two stages and not two activations")


def test_keys_and_their_starts_are_those_of_the_scheme(material: KeyMaterial) -> None:
    prints = fixture_gallery()[1]
    one = material.users[1]
    assert one.key.tobytes() == paper_key(1, 1, prints, tiny_network())
    images = paper_images(1, 1, prints, tiny_network())
    assert np.array_equal(one.candidates, candidate_keys(tiny_network().features(images)))
    assert np.array_equal(optimise(one.candidates), one.key)
    assert len(one.attempts) == 5


def test_the_swarm_never_lowers_the_entropy(material: KeyMaterial) -> None:
    for row in table(18, material).rows:
        assert row["mean_without"] <= row["best_without"] <= row["with"]
    for row in table(20, material).rows:
        assert row["relu_without_swarm"] <= row["relu"]


def test_stable_keys_and_their_ciphers(material: KeyMaterial) -> None:
    assert {row["ours"] for row in table(13, material).rows} == {"5 of 5 equal"}
    changes, ciphers = by_user(table(14, material)), by_user(table(15, material))
    for user, row in changes.items():
        # The picture and Chen cancel: what differs is the keys.
        assert ciphers[user]["npcr"] == pytest.approx(row["bytes_percent"], rel=1e-3)


def test_rectified_sums_have_the_sign_of_tanh_and_fill_the_range() -> None:
    network = tiny_network()
    images = paper_images(1, 1, fixture_gallery()[1], network)
    found, features = rectified_candidates(network, images), network.features(images)
    assert found.dtype == np.uint8
    assert found.max() == 255
    assert (found[features <= 0] == 0).all()
    # Where tanh does not saturate, its inverse gives the same sum up to the coarser steps of the division.
    smooth = (features > 3000) & (features < 30_000)
    sums = np.arctanh(features[smooth] / 32768.0)
    ratio = found[smooth].astype(float) / sums
    assert np.corrcoef(found[smooth], sums)[0, 1] > 0.98
    assert np.median(ratio) > 0


def test_a_model_of_other_outputs_makes_no_keys() -> None:
    with pytest.raises(Failure) as refusal:
        key_material({1: fixture_gallery()[1]}, seeded_network(((4, 5, 5, 2),), 64), "x")
    assert refusal.value.code is Code.MODEL_MISMATCH


@pytest.mark.parametrize(
    ("users", "text"), [([], "none"), ([3], "3"), ([3, 1], "3 and 1"), ([3, 1, 5], "3, 1 and 5")]
)
def test_users_are_named_as_in_a_sentence(users: list[int], text: str) -> None:
    assert named(users) == text
