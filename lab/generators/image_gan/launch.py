"""A training from the command line: begun or gone on with, and kept every hundred steps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lab.generators.image_gan.training import GanPlan, GanTraining
from lab.generators.image_gan.weights import UNREADABLE, no_weights, read_weights, write_weights
from lab.generators.one_thread import one_thread
from shared.errors import Code, Failure

KEEP_EVERY = 100

Tell = Callable[[int, int], None]


def train(path: Path, plan: GanPlan, seed: bytes, steps: int, tell: Tell) -> dict[str, Any]:
    """Train up to so many steps in all, from the file's state where there is a file.

    Args:
        path: of the weights.
        plan: what is trained.
        seed: the plan's.
        steps: those of earlier calls included.
        tell: is told of each step.

    Returns:
        A record of the training.

    Raises:
        Failure: ``CONFLICT`` when the file is of another plan; otherwise as :func:`read_weights` and
            :func:`write_weights`.
    """
    training = GanTraining(plan, seed)
    if path.exists():
        state = _state_of(path, plan)
        try:
            training.restore(state)
        except UNREADABLE:
            raise no_weights(path) from None
    with one_thread():
        while training.steps_done < steps:
            training.step()
            tell(training.steps_done, steps)
            if training.steps_done % KEEP_EVERY == 0:
                write_weights(path, training.state())
    write_weights(path, training.state())
    last = training.history[-1]
    return {
        "file": str(path),
        "steps": training.steps_done,
        "pictures": training.steps_done * plan.batch,
        "maker_loss": round(last["maker"], 4),
        "teller_loss": round(last["teller"], 4),
    }


def _state_of(path: Path, plan: GanPlan) -> dict[str, Any]:
    stored, state = read_weights(path)
    differing = [name for name, value in vars(plan).items() if vars(stored)[name] != value]
    if differing:
        said = ", ".join("seed" if name == "seed_sha256" else name for name in differing)
        sentence = f"{path} is of a training with another {said}; use the same again, or name another file."
        raise Failure(Code.CONFLICT, sentence, field="out")
    return state
