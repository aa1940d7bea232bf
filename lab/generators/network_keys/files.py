"""What a training leaves in its folder: a record, and a history with a row an epoch."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.generators.network_keys.plan import TrainingPlan
from lab.generators.parameters import read_parameters, record_parameters
from shared.errors import Code, Failure
from shared.stores.atomic import read_file, refusal, write_file

RECORD = "network-keys.json"
HISTORY = "history.csv"
FORMAT = "ridgekey-lab/network-keys/1"
MARK = "bit_accuracy"
"""A column that no other training's history has."""

_MOST_BYTES = 1 << 20
_DIGITS = 6

Row = dict[str, float]


@dataclass(frozen=True)
class Finished:
    """A training that was found.

    Attributes:
        folder: where it lies.
        plan: of it.
        record: everything that was written of it.
    """

    folder: Path
    plan: TrainingPlan
    record: Mapping[str, Any]


def write_training(folder: Path, record: Mapping[str, Any], history: list[Row]) -> None:
    """Write both files; the folder is made if it is not there, and the record comes last.

    Args:
        folder: of this training alone.
        record: as :func:`read_training` finds it.
        history: a row an epoch, all with the same columns.

    Raises:
        Failure: ``LOCAL_FAILURE`` when the system refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refusal("make", folder, error) from None
    text = io.StringIO()
    writer = csv.DictWriter(text, list(history[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: round(value, _DIGITS) for name, value in row.items()} for row in history)
    write_file(folder / HISTORY, text.getvalue().encode())
    write_file(folder / RECORD, (json.dumps({"report": FORMAT, **record}, indent=2) + "\n").encode())


def read_training(folder: Path) -> Finished | None:
    """The training that lies in a folder; None where there is none of this release."""
    path = folder / RECORD
    if not path.is_file():
        return None
    try:
        record = json.loads(read_file(path, _MOST_BYTES))
        if record["report"] != FORMAT:
            return None
        settings = [f"{name}={value}" for name, value in record["plan"].items()]
        return Finished(folder, read_parameters(TrainingPlan, settings), record)
    except (Failure, ValueError, LookupError, TypeError, AttributeError):
        return None


def find_trainings(runs: Path) -> list[Finished]:
    """Every training below a folder, by its path; the folder need not exist."""
    found = (read_training(path.parent) for path in sorted(runs.rglob(RECORD)))
    return [one for one in found if one is not None]


def require_free(folder: Path, plan: TrainingPlan) -> Finished | None:
    """The training of this very plan if it lies in a folder already.

    Raises:
        Failure: ``CONFLICT`` when one of another plan lies there, naming what differs.
    """
    finished = read_training(folder)
    if finished is None or finished.plan == plan:
        return finished
    old, new = record_parameters(finished.plan), record_parameters(plan)
    differing = ", ".join(name for name in new if old[name] != new[name])
    sentence = (
        f"{folder} holds a training with another choice of {differing}; "
        "use the same again, or name another folder with --out."
    )
    raise Failure(Code.CONFLICT, sentence, field="out")
