"""What the tables of a paper are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lab.papers.paper_003.key_material import KeyMaterial


@dataclass(frozen=True)
class Sources:
    """Everything that a table may ask for. What is not given shows as what is missing.

    Attributes:
        runs: folder where reports of earlier runs lie; it need not exist.
        keys: people's keys and what they came from.
        images: folder of pictures.
        weights: folder of the networks' published weights.
    """

    runs: Path
    keys: KeyMaterial | None = field(default=None, repr=False)
    images: Path | None = None
    weights: Path | None = None
