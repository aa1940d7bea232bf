"""The model card: what a shipped model is, what it was made of, what was measured, and what it is not for."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lab.datasets.print_set import PrintSet
from lab.export.measurement import Figures
from lab.training.checkpoint import TrainedFinger
from shared.exact.network import Network

MODEL_NAME = "finger.rkmodel"
CARD_NAME = "finger.json"

_LIMITS = (
    "Trained on synthetic prints only: it does not tell which finger a real print shows (see figures.real).",
    "The finger of an unknown person can be told only as far as fingers differ in patterns and sizes.",
    "It does not verify people: its outputs are material for a key beside an enrolment secret.",
    "High accuracy on people that were learned from is retrieval of near-duplicates, as the baseline shows.",
)


def model_card(
    trained: TrainedFinger, scale: float, exact: Network, known: PrintSet, figures: Figures
) -> dict[str, Any]:
    """Put a model's card together.

    Args:
        trained: the network and its training.
        scale: what dense_1 was multiplied by after it.
        exact: the exported network.
        known: the set that was learned from.
        figures: what was measured of it.
    """
    learned = known.to_learn_from()
    return {
        "name": MODEL_NAME,
        "sha256": exact.digest.hex(),
        "bytes": len(exact.encode()),
        "licence": "Apache-2.0",
        "network": "paper 003, table 2, up to dense_1 and its tanh; 8-bit weights and activations",
        "data": {
            "kind": "synthetic prints of shared.biometrics.synthetic; no real finger was used",
            "people": len(set(learned.subjects.tolist())),
            "prints": len(learned),
            "views": "per finger three alterations and two impressions, on varied sensors, half mirrored",
        },
        "training": {
            "engine": "torch, bfloat16 where it helps; not reproducible to the bit",
            "steps_done": trained.step,
            **asdict(trained.plan),
            "dense_1_scaled_by": round(scale, 6),
        },
        "figures": _rounded({name: value for name, value in asdict(figures).items() if value is not None}),
        "limits": list(_LIMITS),
    }


def write_model(folder: Path, exact: Network, card: dict[str, Any]) -> Path:
    """Write the model and its card beside each other; returns where the model is."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CARD_NAME).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    path = folder / MODEL_NAME
    path.write_bytes(exact.encode())
    return path


def _rounded(value: Any) -> Any:
    """Numbers to four places, so that a card can be read."""
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    return round(value, 4) if isinstance(value, float) else value
