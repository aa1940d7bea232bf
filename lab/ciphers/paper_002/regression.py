"""Training a network "to correlate metadata with parameters" (paper 002, step 5), and what it does to them.

The paper has no target. Read here: the share of a parameter is the first eight bytes of SHA-256("target" ‖
number ‖ date) over 2^64, and the network learns it by mean square error with Adam at 0.001 for ten epochs on
dates drawn at random. A hash cannot be learned: of other dates the network knows nothing, and the best that
it can do is to answer with the mean.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import torch
from torch import nn

from lab.ciphers.paper_002.metadata_image import network_input
from lab.ciphers.paper_002.parameter_network import (
    SEED,
    SHARE_BITS,
    Architecture,
    settle,
    shares,
    untrained_network,
)
from lab.ciphers.paper_002.timestamp import FORMAT, SECRET_YEARS

LEARNING_RATE = 1e-3
EPOCHS = 10
BATCH = 16

_FIRST = datetime(1996, 1, 1)  # noqa: DTZ001  # EXIF names no zone
_SECONDS = int(SECRET_YEARS * 365.25 * 86_400)

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Spread:
    """How far one parameter moves from date to date, as the share of its interval.

    Attributes:
        mean: of the shares.
        deviation: standard deviation.
        least: the smallest share.
        most: the greatest.
        distinct: how many different shares there were.
        bits: the entropy in bits of a normal share of this deviation, in steps of 2^-36.
    """

    mean: float
    deviation: float
    least: float
    most: float
    distinct: int
    bits: float

    def record(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "mean": round(self.mean, 6),
            "deviation": float(f"{self.deviation:.4g}"),
            "least": round(self.least, 6),
            "most": round(self.most, 6),
            "distinct": self.distinct,
            "bits": round(self.bits, 1),
        }


def synthetic_dates(count: int, seed: int = SEED) -> list[str]:
    """Dates to the second within thirty years, drawn by PCG64."""
    seconds = np.random.Generator(np.random.PCG64(seed)).integers(0, _SECONDS, count)
    return [(_FIRST + timedelta(seconds=int(second))).strftime(FORMAT) for second in seconds]


def target(date: str, number: int) -> float:
    """The share that parameter ``number`` of a date is taught to have, from 0 to below 1."""
    digest = hashlib.sha256(b"target" + bytes([number]) + date.encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def trained_network(
    architecture: Architecture,
    outputs: int,
    dates: Sequence[str],
    epochs: int = EPOCHS,
    progress: Progress = lambda done, total: None,
) -> nn.Module:
    """Train the seeded network on dates; float64 and in evaluation afterwards.

    Args:
        architecture: which one.
        outputs: how many parameters the map has.
        dates: to learn from, at least two.
        epochs: passes over all of them.
        progress: told how many of how many batches are done.
    """
    network = copy.deepcopy(untrained_network(architecture, outputs)).float()
    adam = torch.optim.Adam(network.parameters(), LEARNING_RATE)
    random = np.random.Generator(np.random.PCG64(SEED))
    # A batch norm needs two of each channel: what is left of an epoch goes to its last batch.
    batches = max(len(dates) // BATCH, 1)
    with torch.random.fork_rng([]):
        torch.manual_seed(SEED)  # of dropout
        for epoch in range(epochs):
            for number, chosen in enumerate(np.array_split(random.permutation(len(dates)), batches)):
                _step(network.train(), adam, [dates[place] for place in chosen], outputs)
                progress(epoch * batches + number + 1, epochs * batches)
    network.double()
    settle(network, dates[:BATCH])
    return network


def spread(network: nn.Module, dates: Sequence[str], progress: Progress) -> list[Spread]:
    """How far each parameter moves over some dates.

    Args:
        network: float64, in evaluation.
        dates: at least two.
        progress: told how many of how many dates are done.
    """
    found = []
    for date in dates:
        found.append(shares(network, date))
        progress(len(found), len(dates))
    return [_spread(np.array(column)) for column in zip(*found, strict=True)]


def _step(network: nn.Module, adam: torch.optim.Adam, dates: list[str], outputs: int) -> None:
    wanted = torch.tensor([[target(date, number) for number in range(outputs)] for date in dates])
    loss = nn.functional.mse_loss(torch.sigmoid(network(network_input(dates).float())), wanted)
    adam.zero_grad()
    loss.backward()
    adam.step()


def _spread(column: np.ndarray) -> Spread:
    deviation = float(column.std(ddof=1))
    steps = deviation * 2**SHARE_BITS
    bits = max(0.0, float(np.log2(steps * np.sqrt(2 * np.pi * np.e)))) if steps else 0.0
    least, most, distinct = float(column.min()), float(column.max()), len(np.unique(column))
    return Spread(float(column.mean()), deviation, least, most, distinct, bits)
