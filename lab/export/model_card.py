"""The model card: what a model is, what it was made of, what was measured, and what it is not for."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lab.datasets.print_set import PrintSet
from lab.export.agreement import SAME_CLASS_MIN, SAME_SIGN_MIN
from lab.export.golden import golden_vectors
from lab.export.measurement import Figures
from lab.training.plans import Kind
from lab.training.trained import Trained
from shared.exact.network import Network
from shared.stores.atomic import write_file

_KNOWN_PEOPLE = "High accuracy on people learned from is retrieval of near-duplicates, as the baseline shows."
_LIMITS = {
    Kind.FINGER: (
        "It tells the fingers of people that it learned from; of others only as far as patterns differ.",
        _KNOWN_PEOPLE,
        "Made without classes, it verifies nobody: its outputs are material for a key beside a secret.",
    ),
    Kind.SUBJECT: (
        "It always names one of the people that it learned from, also for a stranger.",
        _KNOWN_PEOPLE,
    ),
    Kind.EMBEDDING: (
        "It compares prints that were normalised for verification; it detects no copy of a finger.",
        "Which cosine is enough has to be set on other fingers than it learned from.",
    ),
}


def model_card(
    trained: Trained, exact: Network, figures: Figures, prints: PrintSet, scale: float
) -> dict[str, Any]:
    """Put a model's card together.

    Args:
        trained: the network and its training.
        exact: the exported network.
        figures: what was measured of it.
        prints: what it was calibrated with and measured on.
        scale: what dense_1 was multiplied by after the training; 1 when it was left as it was.
    """
    redistributable = trained.data.redistributable and prints.redistributable
    return {
        "name": f"{trained.kind}.rkmodel",
        "kind": str(trained.kind),
        "sha256": exact.digest.hex(),
        "bytes": len(exact.encode()),
        "licence": "Apache-2.0" if redistributable else _not_redistributable(trained, prints),
        "redistributable": redistributable,
        "network": _network(exact),
        "data": {
            "origin": trained.data.origin,
            "prints": trained.data.training,
            "people": len(trained.data.subjects),
            "calibrated_and_measured_on": prints.origin,
        },
        "training": {
            "engine": "torch, bfloat16 where it helps; not reproducible to the bit elsewhere",
            "epochs_done": trained.epoch,
            "steps_done": trained.step,
            **asdict(trained.plan),
            "dense_1_scaled_by": round(scale, 6),
        },
        "figures": _rounded({name: value for name, value in asdict(figures).items() if value is not None}),
        "asked": {
            "same_class": SAME_CLASS_MIN,
            "same_sign": SAME_SIGN_MIN,
            "reached": figures.agreement.reached,
        },
        "limits": list(_LIMITS[trained.kind]),
    }


def write_model(folder: Path, exact: Network, card: dict[str, Any]) -> Path:
    """Write the model, its card and its golden vectors beside each other; returns where the model is.

    Raises:
        Failure: ``LOCAL_FAILURE`` when the system refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / card["name"]
    write_file(path, exact.encode())
    write_file(path.with_suffix(".json"), _text(card))
    write_file(path.with_suffix(".golden.json"), _text(golden_vectors(exact)))
    return path


def _not_redistributable(trained: Trained, prints: PrintSet) -> str:
    origin = prints.origin if trained.data.redistributable else trained.data.origin
    return f"none: not redistributable, since it was made with {origin}"


def _network(exact: Network) -> str:
    kernels = ", ".join(
        f"{layer.weight.shape[0]} of {layer.weight.shape[2]}x{layer.weight.shape[3]}"
        for layer in exact.convolutions
    )
    ending = f", {exact.class_count} classes" if exact.class_count else ""
    return (
        f"convolutions {kernels}, each with ReLU, batch norm and 2x2 max-pool; "
        f"dense_1 of {exact.outputs} tanh{ending}; 8-bit weights and activations"
    )


def _text(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()


def _rounded(value: Any) -> Any:
    """Numbers to five places, so that a card can be read."""
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items() if part is not None}
    return round(value, 5) if isinstance(value, float) else value
