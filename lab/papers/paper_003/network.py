"""Table 2: the layers of the networks, their shapes and their parameters, read off our own network."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.fx import Node, symbolic_trace
from torch.fx.passes.shape_prop import ShapeProp

from lab.papers.tables import Table
from lab.training.finger_cnn import FINGER_CLASSES, FingerCnn

SUBJECTS = 600

_PRINTED = (
    ("conv2d_1", (92, 92, 32), 832),
    ("batch_normalization_1", (92, 92, 32), 128),
    ("max_pooling2d_1", (46, 46, 32), 0),
    ("conv2d_2", (42, 42, 64), 51_264),
    ("batch_normalization_2", (42, 42, 64), 256),
    ("max_pooling2d_2", (21, 21, 64), 0),
    ("conv2d_3", (19, 19, 128), 73_856),
    ("batch_normalization_3", (19, 19, 128), 512),
    ("max_pooling2d_3", (9, 9, 128), 0),
    ("dropout_1", (9, 9, 128), 0),
    ("flatten_1", (10_368,), 0),
    ("dense_1", (1024,), 10_617_856),
    ("dropout_2", (1024,), 0),
    ("dense_2", (600,), 615_000),
)
"""What the paper prints: name, output shape (rows, columns, channels), parameters."""

_MODULES = {
    nn.Conv2d: "conv2d",
    nn.BatchNorm2d: "batch_normalization",
    nn.Dropout: "dropout",
    nn.Linear: "dense",
}
_CALLS = {"max_pool2d": "max_pooling2d", "flatten": "flatten"}

_FINDINGS = (
    "every printed count comes out: the filters are 5 x 5, 5 x 5 and 3 x 3, which table 3 leaves open",
    "the table is the subject network's; the finger network's dense_2 has 10 outputs",
    "ours flattens before the first dropout; the same values are left out, only the shape differs",
)


@dataclass(frozen=True)
class Layer:
    """One layer of a network: Keras' name for it, its output as Keras orders it, its parameters."""

    name: str
    shape: tuple[int, ...]
    parameters: int


def table_2(runs: Path) -> Table:
    """The table, from networks built now; no run is needed."""
    del runs
    subject, finger = (layers_of(FingerCnn(classes)) for classes in (SUBJECTS, FINGER_CLASSES))
    ours = {layer.name: layer for layer in subject}
    rows = [_row(name, shape, parameters, ours[name]) for name, shape, parameters in _PRINTED]
    rows.append(_row("all of the subject network", None, sum(part[2] for part in _PRINTED), _whole(subject)))
    rows.append(_row("dense_2 of the finger network", None, None, finger[-1]))
    rows.append(_row("all of the finger network", None, None, _whole(finger)))
    return Table(
        paper="003",
        number=2,
        about="layers of the networks",
        columns=("layer", "paper_shape", "shape", "paper_parameters", "parameters"),
        rows=rows,
        source="counted on the networks as they are trained here",
        findings=_FINDINGS,
    )


def layers_of(network: FingerCnn) -> list[Layer]:
    """The layers that a network runs through, in order; the activations are left out, as in the paper."""
    traced = symbolic_trace(network.eval())
    ShapeProp(traced).propagate(torch.zeros(1, 1, network.side, network.side))
    modules = dict(traced.named_modules())
    seen: dict[str, int] = {}
    layers = []
    for node in traced.graph.nodes:
        kind = _kind(node, modules)
        if kind:
            seen[kind] = seen.get(kind, 0) + 1
            held = _parameters(modules.get(str(node.target)))
            layers.append(Layer(f"{kind}_{seen[kind]}", _shape(node), held))
    return layers


def _kind(node: Node, modules: dict[str, Any]) -> str | None:
    if node.op == "call_module":
        return _MODULES.get(type(modules[str(node.target)]))
    return _CALLS.get(node.name.rstrip("_0123456789"))  # the tracer numbers repeated calls


def _shape(node: Node) -> tuple[int, ...]:
    """Without the batch; channels last, as Keras has them."""
    shape = tuple(node.meta["tensor_meta"].shape[1:])
    return (*shape[1:], shape[0])


def _parameters(module: nn.Module | None) -> int:
    """All that a layer holds, Keras' way: also the running mean and variance of a batch norm."""
    if module is None:
        return 0
    held = [*module.parameters(), *(one for one in module.buffers() if one.is_floating_point())]
    return sum(math.prod(one.shape) for one in held)


def _whole(layers: list[Layer]) -> Layer:
    return Layer("", (), sum(layer.parameters for layer in layers))


def _row(name: str, shape: tuple[int, ...] | None, parameters: int | None, ours: Layer) -> dict[str, Any]:
    return {
        "layer": name,
        "paper_shape": _times(shape),
        "shape": _times(ours.shape),
        "paper_parameters": parameters,
        "parameters": ours.parameters,
    }


def _times(shape: tuple[int, ...] | None) -> str | None:
    return " x ".join(map(str, shape)) if shape else None
