"""Trains networks of several plans, each in a folder of its own, and says what came of each."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from lab.generators.network_keys.bit_rows import all_inputs
from lab.generators.network_keys.files import Row, require_free, write_training
from lab.generators.network_keys.networks import parameter_count
from lab.generators.network_keys.plan import TABLE_BITS_MAX, Loss, Mapping, NetworkName, TrainingPlan
from lab.generators.network_keys.training import BATCH, Epoch, Trained, keys_of, train
from lab.generators.parameters import record_parameters

Tell = Callable[[int, int], object]
"""Takes epochs done, and epochs in all."""

Record = dict[str, Any]


def plans_of(
    networks: Sequence[NetworkName],
    sizes: Sequence[int],
    mappings: Sequence[Mapping],
    losses: Sequence[Loss],
    like: TrainingPlan,
) -> list[TrainingPlan]:
    """All combinations; samples, epochs and seed are those of ``like``.

    Raises:
        Failure: ``INVALID_INPUT`` for a combination that cannot be, such as a table of 128 bits.
    """
    return [
        TrainingPlan(network, bits, mapping, loss, like.samples, like.epochs, like.training_seed)
        for network, bits, mapping, loss in itertools.product(networks, sizes, mappings, losses)
    ]


def train_all(plans: Sequence[TrainingPlan], out: Path, tell: Tell) -> list[Record]:
    """Train what is not there yet; a training is written when it is finished.

    Args:
        plans: each once.
        out: folder above those of the trainings.
        tell: is called after each epoch.

    Returns:
        The record of each, in order, as it lies in its folder.

    Raises:
        Failure: ``CONFLICT`` when a folder holds a training of another plan; nothing is trained then.
    """
    found = [require_free(out / plan.name, plan) for plan in plans]
    total, done, records = sum(plan.epochs for plan in plans), 0, []
    for plan, finished in zip(plans, found, strict=True):
        if finished is None:
            records.append(_train_one(plan, out / plan.name, _after(done, total, tell)))
        else:
            records.append({name: value for name, value in finished.record.items() if name != "report"})
        done += plan.epochs
        tell(done, total)
    return records


def record_of(trained: Trained, seconds: float) -> Record:
    """Everything about a training, as JSON holds it."""
    last, plan = trained.epochs[-1], trained.plan
    return {
        "plan": record_parameters(plan),
        "parameters": parameter_count(trained.network),
        "learned": last.learned.record(),
        "kept": last.kept.record(),
        "seen": trained.seen,
        "distinct_keys": _distinct_keys(trained),
        "seconds": round(seconds, 1),
    }


def history_of(trained: Trained) -> list[Row]:
    """A row an epoch; ``accuracy`` is what Keras calls so beside the loss."""
    return [_row(number, epoch, trained.plan) for number, epoch in enumerate(trained.epochs, 1)]


def _train_one(plan: TrainingPlan, folder: Path, tell: Tell) -> Record:
    began = time.perf_counter()
    trained = train(plan, tell)
    record = record_of(trained, time.perf_counter() - began)
    write_training(folder, record, history_of(trained))
    return record


def _after(done: int, total: int, tell: Tell) -> Tell:
    """Tells of one training as a part of all."""
    return lambda own, _own_total: tell(done + own, total)


def _distinct_keys(trained: Trained) -> int | None:
    bits = trained.plan.bits
    if bits > TABLE_BITS_MAX:
        return None
    return len(np.unique(keys_of(trained.network, all_inputs(bits)), axis=0))


def _row(number: int, epoch: Epoch, plan: TrainingPlan) -> Row:
    learned, kept = epoch.learned, epoch.kept
    return {
        "epoch": number,
        "step": number * -(-plan.learned // BATCH),
        "loss": learned.loss,
        "accuracy": learned.accuracy(plan.loss),
        "validation_loss": kept.loss,
        "validation_accuracy": kept.accuracy(plan.loss),
        "bit_accuracy": learned.bit_accuracy,
        "validation_bit_accuracy": kept.bit_accuracy,
        "key_accuracy": learned.key_accuracy,
        "validation_key_accuracy": kept.key_accuracy,
        "argmax_accuracy": learned.argmax_accuracy,
        "validation_argmax_accuracy": kept.argmax_accuracy,
    }
