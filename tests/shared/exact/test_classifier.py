"""The classes record: its scores against plain loops, its bounds, its place in a network."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from shared.errors import Code, Failure
from shared.exact.classifier import FEATURE_MAX, SCORE_LIMIT, Classifier
from shared.exact.network import Network, parse_network
from shared.exact.products import IntegerBackend
from tests.seeded_networks import seeded_network

FEATURES_SIGNED = st.integers(-FEATURE_MAX, FEATURE_MAX)


def network(classes: int = 11) -> Network:
    return seeded_network(((4, 5, 5, 2), (8, 3, 3, 2)), 64, seed="classes", classes=classes)


def pictures(count: int) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (count, 24, 24)).astype(np.uint8)


@st.composite
def classifiers(draw: st.DrawFn) -> Classifier:
    classes, inputs = draw(st.integers(1, 6)), draw(st.integers(1, 9))
    weight = draw(arrays.arrays(np.int8, (classes, inputs), elements=st.integers(-128, 127)))
    bias = draw(arrays.arrays(np.int32, classes, elements=st.integers(-(2**31), 2**31 - 1)))
    return Classifier(weight, bias)


@given(classifier=classifiers(), data=st.data())
def test_scores_are_those_of_the_definition(classifier: Classifier, data: st.DataObject) -> None:
    classes, inputs = classifier.weight.shape
    features = data.draw(arrays.arrays(np.int16, (3, inputs), elements=FEATURES_SIGNED))
    expected = [
        [
            sum(int(w) * int(f) for w, f in zip(classifier.weight[c], row, strict=True))
            + int(classifier.bias[c])
            for c in range(classes)
        ]
        for row in features
    ]
    found = classifier.scores(features)
    assert found.dtype == np.int64
    assert found.tolist() == expected
    assert int(np.abs(found).max()) < SCORE_LIMIT


@given(classifier=classifiers(), outputs_differ=st.booleans())
def test_a_network_with_classes_survives_its_file(classifier: Classifier, outputs_differ: bool) -> None:
    inputs = classifier.weight.shape[1]
    plain = seeded_network(((2, 3, 3, 2),), inputs + outputs_differ, side=8)
    parts = (plain.height, plain.width, plain.convolutions, plain.dense)
    if outputs_differ:
        with pytest.raises(Failure) as refused:
            Network(*parts, classifier)
        assert refused.value.code is Code.MALFORMED
        return
    made = Network(*parts, classifier)
    again = parse_network(made.encode())
    assert again.encode() == made.encode()
    assert again.digest == made.digest != plain.digest
    assert again.class_count == len(classifier.bias)


def test_a_network_without_classes_has_the_encoding_that_it_had() -> None:
    with_classes, plain = network(), network(classes=0)
    assert plain.class_count == 0
    assert plain.classifier is None
    assert np.array_equal(plain.features(pictures(2)), with_classes.features(pictures(2)))
    assert len(plain.encode()) < len(with_classes.encode())


def test_the_class_is_the_highest_score_and_no_other_image_matters() -> None:
    made, images = network(), pictures(9)
    scores = made.classes(made.features(images))
    together = made.classify(images)
    assert together.dtype == np.int64
    assert together.tolist() == [int(np.argmax(row)) for row in scores]
    assert together.tolist() == [int(made.classify(image[None])[0]) for image in images]
    assert len(set(together.tolist())) > 1


def test_of_equal_scores_the_lower_index_wins() -> None:
    plain = seeded_network(((2, 3, 3, 2),), 4, side=8)
    weight = np.array([[0, 0, 0, 0], [1, 2, 3, 4], [1, 2, 3, 4]], np.int8)
    tied = Network(
        8, 8, plain.convolutions, plain.dense, Classifier(weight, np.array([-(2**30), 5, 5], np.int32))
    )
    assert tied.classify(np.full((2, 8, 8), 99, np.uint8)).tolist() == [1, 1]


def test_integers_give_the_same_scores_as_float32() -> None:
    made, images = network(), pictures(5)
    reference = made.with_backend(IntegerBackend())
    assert reference.class_count == made.class_count
    assert np.array_equal(made.classes(made.features(images)), reference.classes(reference.features(images)))


def test_a_network_without_classes_cannot_classify() -> None:
    plain = network(classes=0)
    with pytest.raises(ValueError, match="no classes record"):
        plain.classify(pictures(1))


@pytest.mark.parametrize(
    "features",
    [
        pytest.param(np.zeros((1, 63), np.int16), id="too few"),
        pytest.param(np.zeros(64, np.int16), id="no batch"),
        pytest.param(np.zeros((1, 64), np.int32), id="wrong type"),
    ],
)
def test_features_of_another_shape_are_a_programming_error(features: np.ndarray) -> None:
    with pytest.raises(ValueError, match="features must be int16"):
        network().classes(features)


def test_scores_that_could_reach_the_limit_are_refused() -> None:
    inputs = SCORE_LIMIT // (128 * FEATURE_MAX) + 1
    with pytest.raises(Failure) as refused:
        Classifier(np.full((1, inputs), -128, np.int8), np.zeros(1, np.int32))
    assert refused.value.code is Code.INTEGRITY


def test_the_largest_scores_below_the_limit_are_right() -> None:
    inputs = (SCORE_LIMIT - 1 - 2**31) // (128 * FEATURE_MAX)
    made = Classifier(np.full((1, inputs), -128, np.int8), np.array([-(2**31)], np.int32))
    lowest = made.scores(np.full((1, inputs), FEATURE_MAX, np.int16))
    assert lowest.tolist() == [[-128 * FEATURE_MAX * inputs - 2**31]]


@pytest.mark.parametrize(
    ("weight", "bias"),
    [
        pytest.param(np.zeros((2, 3), np.int16), np.zeros(2, np.int32), id="wide weights"),
        pytest.param(np.zeros((2, 3), np.int8), np.zeros(2, np.int64), id="wide biases"),
        pytest.param(np.zeros((2, 3), np.int8), np.zeros(3, np.int32), id="a bias too many"),
        pytest.param(np.zeros((0, 3), np.int8), np.zeros(0, np.int32), id="no classes"),
        pytest.param(np.zeros(3, np.int8), np.zeros(1, np.int32), id="no matrix"),
    ],
)
def test_tensors_of_another_form_are_refused(weight: np.ndarray, bias: np.ndarray) -> None:
    with pytest.raises(Failure) as refused:
        Classifier(weight, bias)
    assert refused.value.code is Code.MALFORMED
