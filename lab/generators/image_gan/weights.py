"""The file of a training: a checkpoint to go on from, and the weights that keys are made with.

It is read as numbers, texts and tensors alone (torch's ``weights_only``): nothing in it is ever run.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from torch import nn

from lab.generators.derivation import pcg64
from lab.generators.image_gan.networks import initialise, key_network
from lab.generators.image_gan.parameters import ImageGan
from lab.generators.image_gan.training import GanPlan
from lab.generators.labels import Label
from shared.errors import Code, Failure

_PARTS = {"plan", "steps_done", "history", "maker", "teller", "maker_adam", "teller_adam"}
_UNREADABLE = (RuntimeError, UnpicklingError, EOFError, LookupError, ValueError, TypeError, AttributeError)
"""What torch answers a file with that it did not write."""


def write_weights(path: Path, state: dict[str, Any]) -> None:
    """Write the file, and only then put it in the old one's place.

    Raises:
        Failure: ``LOCAL_FAILURE`` when it cannot be written.
    """
    fresh = path.with_name(path.name + ".new")
    try:
        torch.save(state, fresh)
        fresh.replace(path)
    except (OSError, RuntimeError):
        sentence = f"{path} cannot be written; name another file."
        raise Failure(Code.LOCAL_FAILURE, sentence, field="out") from None


def read_weights(path: Path) -> tuple[GanPlan, dict[str, Any]]:
    """Read a file that :func:`write_weights` wrote.

    Raises:
        Failure: ``INVALID_INPUT`` when there is none, or it is another kind of file.
    """
    if not path.is_file():
        sentence = f"There is no file {path}; make one with `ridgekey-lab generators train-gan`."
        raise Failure(Code.INVALID_INPUT, sentence, field="weights")
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        if not state.keys() >= _PARTS:
            raise ValueError
        return GanPlan(**state["plan"]), state
    except (OSError, Failure, *_UNREADABLE):
        sentence = (
            f"{path.name} holds no such weights; make it anew with `ridgekey-lab generators train-gan`."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="weights") from None


def network_of(parameters: ImageGan) -> nn.Sequential:
    """The network that makes keys: of the file, or untrained with its number's weights.

    Raises:
        Failure: as :func:`read_weights`, and where the file's network is of another size.
    """
    if not parameters.weights:
        return _untrained(parameters.width, parameters.blocks, parameters.network)
    path = Path(parameters.weights)
    plan, state = read_weights(path)
    if (plan.width, plan.blocks) != (parameters.width, parameters.blocks):
        sentence = (
            f"The network of {path.name} has width {plan.width} and {plan.blocks} blocks; "
            f"set width={plan.width} and blocks={plan.blocks}."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="parameters")
    network = key_network(plan.width, plan.blocks)
    try:
        network.load_state_dict(state["maker"])
    except _UNREADABLE:
        sentence = f"The weights in {path.name} are not those of its network; make it anew with `train-gan`."
        raise Failure(Code.INVALID_INPUT, sentence, field="weights") from None
    return network.eval()


@lru_cache(maxsize=2)
def _untrained(width: int, blocks: int, number: int) -> nn.Sequential:
    network = key_network(width, blocks)
    initialise(network, pcg64(number.to_bytes(8, "big"), Label.NETWORK))
    return network.eval()
