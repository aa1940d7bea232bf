"""An integer network: its file format, its identity, and its features with the same bits everywhere.

A model file is

    ``RKMODEL1`` ‖ lv(input height, input width, number of layers, lv(record, record, …))
    convolution record:  lv("convolution", out, in, kernel height, kernel width, pool, weight, bias,
                            multiplier, shift)
    dense record:        lv("dense", out, in, weight, bias, multiplier, shift)
    classes record:      lv("classes", classes, in, weight, bias)

with tensors as contiguous little-endian bytes: weights int8 in [out, in, row, column] or [out, in] order, the
others int32. There is exactly one encoding of a network; its SHA-256 is the model's identity and part of
every key derivation (biometrics §1). One or more convolutions come first, then exactly one dense layer, then
a classes record or nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure
from shared.exact.classifier import Classifier
from shared.exact.inference import Plan, make_plan
from shared.exact.layers import Convolution, Dense
from shared.exact.products import Backend, NumpyBackend, prove_backend

__all__ = ["Backend", "Classifier", "Convolution", "Dense", "Network", "NumpyBackend", "parse_network"]

MAGIC = b"RKMODEL1"

_CONVOLUTION, _DENSE, _CLASSES = b"convolution", b"dense", b"classes"
_CONVOLUTION_ITEMS, _DENSE_ITEMS, _CLASSES_ITEMS = 10, 7, 5
_LAYERS_MAX = 16
_SIDE_MAX = 4096
_TENSOR_MAX = 1 << 30
_WORKING_MAX = 1 << 26
"""Numbers that one layer may hold at once for one image: 256 MiB, far beyond what the paper's layers take."""


@dataclass(frozen=True, eq=False)
class Network:
    """A checked integer network; making one proves its bounds.

    Attributes:
        height: input rows.
        width: input columns.
        convolutions: the convolutional layers in order.
        dense: the layer whose tanh outputs are the features.
        classifier: what tells classes apart by the features; ``None`` when the network knows none.
        backend: what multiplies the matrices; no choice of it changes a bit.
    """

    height: int
    width: int
    convolutions: tuple[Convolution, ...]
    dense: Dense
    classifier: Classifier | None = None
    backend: Backend = field(default_factory=NumpyBackend, repr=False)

    def __post_init__(self) -> None:
        """Check that the layers fit each other.

        Raises:
            Failure: ``MALFORMED`` when they do not.
        """
        if not (1 <= self.height <= _SIDE_MAX and 1 <= self.width <= _SIDE_MAX and self.convolutions):
            raise Failure(Code.MALFORMED, "The model has no usable input; export it anew.")
        shape = (1, self.height, self.width)
        for convolution in self.convolutions:
            shape = convolution.output_shape(*shape)
            if convolution.working_size(shape) > _WORKING_MAX:
                raise Failure(Code.MALFORMED, "The model takes too much memory; export a smaller one.")
        if shape[0] * shape[1] * shape[2] != self.dense.weight.shape[1]:
            raise Failure(Code.MALFORMED, "The model's layers do not fit each other; export it anew.")
        if self.classifier is not None and self.classifier.weight.shape[1] != self.outputs:
            raise Failure(Code.MALFORMED, "The model's layers do not fit each other; export it anew.")

    @property
    def outputs(self) -> int:
        """Number of features per image; 1,024 in the paper's network."""
        return int(self.dense.weight.shape[0])

    @property
    def class_count(self) -> int:
        """How many classes the network tells apart; 0 when it has no classes record."""
        return 0 if self.classifier is None else int(self.classifier.weight.shape[0])

    @cached_property
    def digest(self) -> bytes:
        """The model's identity: SHA-256 of its encoding, 32 bytes."""
        return hashlib.sha256(self.encode()).digest()

    def with_backend(self, backend: Backend) -> Network:
        """The same network computing on another backend.

        Raises:
            Failure: ``INTERNAL`` when the backend does not multiply exactly.
        """
        prove_backend(backend)
        return replace(self, backend=backend)

    def features(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.int16]:
        """The tanh outputs of the dense layer.

        Args:
            images: uint8 [N, height, width], N ≥ 1.

        Returns:
            int16 [N, outputs], tanh in Q15 (−32,767 … 32,767). Each row depends on its image alone.

        Raises:
            ValueError: the array has another shape or type.
        """
        if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (self.height, self.width):
            raise ValueError(f"images must be uint8 [N, {self.height}, {self.width}]")
        return self._plan.run(images)

    def classes(self, features: npt.NDArray[np.int16]) -> npt.NDArray[np.int64]:
        """The score of every class, from features.

        Args:
            features: int16 [N, outputs], as :meth:`features` gives them.

        Returns:
            int64 [N, class_count]; the larger, the likelier.

        Raises:
            ValueError: the array has another shape or type, or the network has no classes record.
        """
        if self.classifier is None:
            raise ValueError("this network has no classes record; look at class_count first")
        return self.classifier.scores(features)

    def classify(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
        """The class of every image; of equal scores the lower index.

        Args:
            images: uint8 [N, height, width], N ≥ 1.

        Returns:
            int64 [N], 0 … class_count − 1.

        Raises:
            ValueError: as :meth:`features` and :meth:`classes`.
        """
        found: npt.NDArray[np.int64] = self.classes(self.features(images)).argmax(axis=1).astype(np.int64)
        return found

    def encode(self) -> bytes:
        """The one encoding of this network, as the module describes it."""
        records = [_encode_convolution(layer) for layer in self.convolutions]
        records.append(_encode_dense(self.dense))
        if self.classifier is not None:
            records.append(_encode_classes(self.classifier))
        return MAGIC + lv(self.height, self.width, len(records), lv(*records))

    @cached_property
    def _plan(self) -> Plan:
        return make_plan(self.height, self.width, self.convolutions, self.dense, self.backend)


def parse_network(data: bytes) -> Network:
    """Read a model file and prove its bounds.

    Raises:
        Failure: ``MALFORMED`` when the bytes are no model file of this format, ``INTEGRITY`` when a bound
            does not hold.
    """
    if data[: len(MAGIC)] != MAGIC:
        raise Failure(Code.MALFORMED, "This is not a RidgeKey model file; name a .rkmodel file.")
    height, width, count, records = unlv(data[len(MAGIC) :], 4)
    layers = integer(count)
    if not 2 <= layers <= _LAYERS_MAX:
        raise Failure(Code.MALFORMED, "The model has too few or too many layers; export it anew.")
    found = unlv(records, layers)
    classifier = _parse_classes(found.pop()) if found[-1].startswith(lv(_CLASSES)) else None
    *convolutions, dense = found
    return Network(
        integer(height),
        integer(width),
        tuple(_parse_convolution(record) for record in convolutions),
        _parse_dense(dense),
        classifier,
    )


def _encode_convolution(layer: Convolution) -> bytes:
    return lv(_CONVOLUTION, *layer.weight.shape, layer.pool, *_tensor_bytes(layer))


def _encode_dense(layer: Dense) -> bytes:
    return lv(_DENSE, *layer.weight.shape, *_tensor_bytes(layer))


def _encode_classes(classifier: Classifier) -> bytes:
    weight, bias = classifier.weight, classifier.bias
    return lv(_CLASSES, *weight.shape, weight.tobytes(), bias.astype("<i4").tobytes())


def _tensor_bytes(layer: Convolution | Dense) -> list[bytes]:
    vectors = (layer.bias, layer.multiplier, layer.shift)
    return [layer.weight.tobytes()] + [vector.astype("<i4").tobytes() for vector in vectors]


def _parse_convolution(record: bytes) -> Convolution:
    kind, *sizes, pool, weight, bias, multiplier, shift = unlv(record, _CONVOLUTION_ITEMS)
    if kind != _CONVOLUTION:
        raise Failure(Code.MALFORMED, "The model has a layer of an unknown kind; export it anew.")
    weights = _weights(weight, tuple(map(integer, sizes)))
    return Convolution(weights, _vector(bias), _vector(multiplier), _vector(shift), integer(pool))


def _parse_dense(record: bytes) -> Dense:
    kind, *sizes, weight, bias, multiplier, shift = unlv(record, _DENSE_ITEMS)
    if kind != _DENSE:
        raise Failure(Code.MALFORMED, "The model has a layer of an unknown kind; export it anew.")
    weights = _weights(weight, tuple(map(integer, sizes)))
    return Dense(weights, _vector(bias), _vector(multiplier), _vector(shift))


def _parse_classes(record: bytes) -> Classifier:
    _, *sizes, weight, bias = unlv(record, _CLASSES_ITEMS)
    return Classifier(_weights(weight, tuple(map(integer, sizes))), _vector(bias))


def _weights(data: bytes, shape: tuple[int, ...]) -> npt.NDArray[np.int8]:
    size = 1
    for side in shape:
        size *= side
    if not 1 <= size <= _TENSOR_MAX or size != len(data):
        raise Failure(Code.MALFORMED, "A tensor of the model has the wrong length; export it anew.")
    return np.frombuffer(data, np.int8).reshape(shape)


def _vector(data: bytes) -> npt.NDArray[np.int32]:
    if len(data) % 4:
        raise Failure(Code.MALFORMED, "A tensor of the model has the wrong length; export it anew.")
    return np.frombuffer(data, "<i4").astype(np.int32)
