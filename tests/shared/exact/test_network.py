"""The integer network against plain loops, and its file format."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.encoding import lv
from shared.errors import Code, Failure
from shared.exact.layers import exact_blocks
from shared.exact.network import MAGIC, Convolution, Network, parse_network
from shared.exact.products import IntegerBackend
from shared.exact.tables.tanh import tanh_table
from tests.seeded_networks import TINY_PATH, seeded_network, tiny_network

TINY_DIGEST = "960bd6808ca70158e718f382ee6ab7cbea1a524e2e3e9c7025795826b789b32c"
TINY_FEATURES = "2634f0e424ea28f33e095bc4ca3f300fd32921e7c6edb4e44fa71e442cbf5e69"


def pictures(count: int, side: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, side, side)).astype(np.uint8)


def rescaled(total: int, layer: Any, channel: int) -> int:
    """The requantisation of one accumulator with Python's unbounded integers."""
    shift = int(layer.shift[channel])
    return (total * int(layer.multiplier[channel]) + (1 << (shift - 1))) >> shift


def convolved(planes: np.ndarray, layer: Convolution) -> np.ndarray:
    """One convolution as its definition reads: correlate, add, requantise, and only then pool."""
    outputs, _, rows, columns = layer.weight.shape
    height, width = planes.shape[1] - rows + 1, planes.shape[2] - columns + 1
    result = np.zeros((outputs, height, width), np.int64)
    for channel, row, column in np.ndindex(*result.shape):
        window = planes[:, row : row + rows, column : column + columns]
        total = int((window * layer.weight[channel].astype(np.int64)).sum()) + int(layer.bias[channel])
        result[channel, row, column] = min(max(rescaled(total, layer, channel), 0), 255)
    height, width = height // layer.pool, width // layer.pool
    cells = result[:, : height * layer.pool, : width * layer.pool]
    return cells.reshape(outputs, height, layer.pool, width, layer.pool).max(axis=(2, 4))


def features_by_definition(network: Network, image: np.ndarray) -> list[int]:
    planes = image.astype(np.int64)[None]
    for layer in network.convolutions:
        planes = convolved(planes, layer)
    totals = network.dense.weight.astype(np.int64) @ planes.ravel() + network.dense.bias
    indices = [rescaled(int(total), network.dense, channel) for channel, total in enumerate(totals)]
    return [int(tanh_table()[min(max(index, -2048), 2047) + 2048]) for index in indices]


@pytest.mark.parametrize(
    "network",
    [
        pytest.param(seeded_network(((3, 3, 3, 2),), 16, side=12), id="one pooled convolution"),
        pytest.param(seeded_network(((3, 3, 3, 1), (4, 2, 2, 1)), 16, side=8), id="no pooling"),
        pytest.param(seeded_network(((2, 5, 5, 2), (5, 4, 2, 2)), 9, side=17), id="odd sides, uneven kernel"),
        pytest.param(tiny_network(), id="tiny"),
    ],
)
def test_features_are_those_of_the_definition(network: Network) -> None:
    images = pictures(2, network.height)
    expected = [features_by_definition(network, image) for image in images]
    assert network.features(images).tolist() == expected


def test_a_feature_does_not_depend_on_the_batch() -> None:
    network, images = tiny_network(), pictures(7, 24)
    together = network.features(images)
    assert together.dtype == np.int16
    assert np.array_equal(together, np.concatenate([network.features(image[None]) for image in images]))


def test_integers_give_the_same_as_float32() -> None:
    network, images = tiny_network(), pictures(3, 24)
    reference = network.with_backend(IntegerBackend())
    assert np.array_equal(network.features(images), reference.features(images))
    assert reference.digest == network.digest


def test_blocks_of_a_heavy_dense_layer_add_up() -> None:
    network = seeded_network(((128, 3, 3, 1),), 4, side=12)
    images = np.full((1, 12, 12), 255, np.uint8)
    assert len(exact_blocks(network.dense.weight)) > 1
    assert network.features(images)[0].tolist() == features_by_definition(network, images[0])


def test_golden_vectors_of_the_tiny_model() -> None:
    network = parse_network(TINY_PATH.read_bytes())
    assert network.digest.hex() == TINY_DIGEST
    ramp = (np.arange(2 * 24 * 24) * 37 % 256).astype(np.uint8).reshape(2, 24, 24)
    features = network.features(ramp).astype("<i2").tobytes()
    assert hashlib.sha256(features).hexdigest() == TINY_FEATURES


def test_the_tiny_model_is_what_the_script_writes() -> None:
    assert TINY_PATH.read_bytes() == tiny_network().encode()


def test_a_parsed_network_encodes_to_the_same_bytes() -> None:
    data = TINY_PATH.read_bytes()
    network = parse_network(data)
    assert network.encode() == data
    assert network.digest == hashlib.sha256(data).digest()
    assert network.outputs == 1024


@pytest.mark.parametrize(
    "images",
    [
        pytest.param(np.zeros((1, 24, 23), np.uint8), id="wrong width"),
        pytest.param(np.zeros((24, 24), np.uint8), id="no batch"),
        pytest.param(np.zeros((1, 24, 24), np.int64), id="wrong type"),
    ],
)
def test_images_of_another_shape_are_a_programming_error(images: np.ndarray) -> None:
    with pytest.raises(ValueError, match="images must be uint8"):
        tiny_network().features(images)


def encoded(layers: int, *records: bytes, height: int = 24) -> bytes:
    return MAGIC + lv(height, 24, layers, lv(*records))


CONVOLUTION = lv("convolution", 1, 1, 2, 2, 2, bytes(4), bytes(4), b"\0\0\1\0", b"\x14\0\0\0")
DENSE = lv("dense", 1, 121, bytes(121), bytes(4), b"\0\0\1\0", b"\x14\0\0\0")
CLASSES = lv("classes", 2, 1, bytes(2), bytes(8))

MALFORMED = [
    pytest.param(b"", id="empty"),
    pytest.param(b"RKMODEL2" + encoded(2, CONVOLUTION, DENSE)[8:], id="another format"),
    pytest.param(MAGIC, id="nothing after the magic"),
    pytest.param(encoded(2, CONVOLUTION, DENSE) + b"\0", id="trailing byte"),
    pytest.param(encoded(3, CONVOLUTION, DENSE), id="a layer missing"),
    pytest.param(encoded(1, DENSE), id="no convolution"),
    pytest.param(encoded(2**40, CONVOLUTION, DENSE), id="absurd number of layers"),
    pytest.param(encoded(2, DENSE, CONVOLUTION), id="wrong order"),
    pytest.param(encoded(2, CONVOLUTION, CONVOLUTION), id="no dense layer"),
    pytest.param(encoded(3, CONVOLUTION, DENSE, DENSE), id="dense before dense"),
    pytest.param(encoded(2, CONVOLUTION, DENSE, height=0), id="no height"),
    pytest.param(encoded(2, CONVOLUTION, DENSE, height=2**50), id="absurd height"),
    pytest.param(encoded(2, CONVOLUTION, DENSE, height=30), id="dense does not fit"),
    pytest.param(
        encoded(2, lv("convolution", 1, 1, 2**40, 2**40, 2, b"", b"", b"", b""), DENSE), id="absurd kernel"
    ),
    pytest.param(encoded(2, lv("convolution", 0, 1, 2, 2, 2, b"", b"", b"", b""), DENSE), id="empty tensors"),
    pytest.param(
        encoded(2, lv("convolution", 1, 1, 2, 2, 2, bytes(4), bytes(3), bytes(4), bytes(4)), DENSE),
        id="bias of three bytes",
    ),
    pytest.param(encoded(2, CONVOLUTION, CLASSES), id="classes without a dense layer"),
    pytest.param(encoded(2, DENSE, CLASSES), id="classes without a convolution"),
    pytest.param(encoded(3, CONVOLUTION, CLASSES, DENSE), id="classes before the dense layer"),
    pytest.param(encoded(4, CONVOLUTION, DENSE, CLASSES, CLASSES), id="classes twice"),
    pytest.param(encoded(2, CONVOLUTION, DENSE, CLASSES), id="classes that are not counted"),
    pytest.param(
        encoded(3, CONVOLUTION, DENSE, lv("classes", 2, 2, bytes(4), bytes(8))),
        id="classes of other features",
    ),
    pytest.param(encoded(3, CONVOLUTION, DENSE, lv("classes", 0, 1, b"", b"")), id="no classes at all"),
    pytest.param(
        encoded(3, CONVOLUTION, DENSE, lv("classes", 2, 1, bytes(3), bytes(8))), id="a class weight too many"
    ),
    pytest.param(
        encoded(3, CONVOLUTION, DENSE, lv("classes", 2, 1, bytes(2), bytes(4))), id="a class without a bias"
    ),
    pytest.param(
        encoded(3, CONVOLUTION, DENSE, lv("classes", 2, 1, bytes(2), bytes(7))), id="biases cut short"
    ),
    pytest.param(
        encoded(3, CONVOLUTION, DENSE, lv("classes", 2**33, 2**33, b"", b"")), id="absurd number of classes"
    ),
    pytest.param(
        encoded(3, CONVOLUTION, DENSE, lv("classes", 2, 1, bytes(2), bytes(8), b"")), id="an item too many"
    ),
    pytest.param(
        encoded(3, CONVOLUTION, DENSE, lv("classes", 0, 2**64 - 1, b"", b"")), id="nothing of absurd width"
    ),
    pytest.param(encoded(3, CONVOLUTION, DENSE, CLASSES[:-1]), id="classes cut short"),
    pytest.param(encoded(3, CONVOLUTION, DENSE, lv("classes")), id="classes of nothing"),
]


@pytest.mark.parametrize("data", MALFORMED)
def test_files_of_another_form_are_refused(data: bytes) -> None:
    with pytest.raises(Failure) as refused:
        parse_network(data)
    assert refused.value.code is Code.MALFORMED


def test_a_model_that_would_fill_the_memory_is_refused() -> None:
    tiny = tiny_network()
    with pytest.raises(Failure, match="memory") as refused:
        Network(4096, 4096, tiny.convolutions, tiny.dense)
    assert refused.value.code is Code.MALFORMED


def test_the_smallest_model_is_accepted() -> None:
    assert parse_network(encoded(2, CONVOLUTION, DENSE)).outputs == 1


def test_the_smallest_model_with_classes_is_accepted() -> None:
    data = encoded(3, CONVOLUTION, DENSE, CLASSES)
    network = parse_network(data)
    assert network.class_count == 2
    assert network.encode() == data
    assert network.digest != parse_network(encoded(2, CONVOLUTION, DENSE)).digest


@settings(max_examples=60)
@given(cut=st.integers(0, TINY_PATH.stat().st_size - 1))
def test_a_truncated_file_is_refused(cut: int) -> None:
    with pytest.raises(Failure):
        parse_network(TINY_PATH.read_bytes()[:cut])


@settings(max_examples=60)
@given(place=st.integers(0, TINY_PATH.stat().st_size - 1), bit=st.integers(0, 7))
def test_an_altered_file_is_refused_or_another_model(place: int, bit: int) -> None:
    data = bytearray(TINY_PATH.read_bytes())
    data[place] ^= 1 << bit
    try:
        network = parse_network(bytes(data))
    except Failure:
        return
    assert network.digest.hex() != TINY_DIGEST
    assert network.encode() == bytes(data)
