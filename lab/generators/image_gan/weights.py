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
from lab.generators.image_gan.networks import initialise, key_network, patch_network
from lab.generators.image_gan.parameters import ImageGan
from lab.generators.image_gan.training import GanPlan
from lab.generators.labels import Label
from lab.networks.weight_files import require_weights
from shared.errors import Code, Failure

_PARTS = {"plan", "steps_done", "history", "maker", "teller", "maker_adam", "teller_adam"}
UNREADABLE = (RuntimeError, UnpicklingError, EOFError, LookupError, ValueError, TypeError, AttributeError)
"""What torch answers a file with that it did not write."""

_MEANS = ("exp_avg", "exp_avg_sq")
"""What Adam keeps of each parameter."""


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
        Failure: ``INVALID_INPUT`` when there is none, it is another kind of file, or what it holds does not
            fit the networks of its plan.
    """
    if not path.is_file():
        sentence = f"There is no file {path}; make one with `ridgekey-lab generators train-gan`."
        raise Failure(Code.INVALID_INPUT, sentence, field="weights")
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        if not state.keys() >= _PARTS:
            raise ValueError
        plan = GanPlan(**state["plan"])
        ImageGan(plan.side, plan.width, plan.blocks)  # refuses sizes that no training has
        if not isinstance(state["steps_done"], int) or state["steps_done"] < 0:
            raise ValueError
        list(state["history"])
    except (OSError, Failure, *UNREADABLE):
        raise no_weights(path) from None
    _require_networks(path, plan, state)
    return plan, state


def no_weights(path: Path) -> Failure:
    """What is said of a file that no training has written."""
    sentence = f"{path.name} holds no such weights; make it anew with `ridgekey-lab generators train-gan`."
    return Failure(Code.INVALID_INPUT, sentence, field="weights")


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
    network.load_state_dict(state["maker"])
    return network.eval()


def _require_networks(path: Path, plan: GanPlan, state: dict[str, Any]) -> None:
    """Both networks' weights and Adam's means of their gradients."""
    with torch.device("meta"):  # names and shapes are enough
        networks = {"maker": key_network(plan.width, plan.blocks), "teller": patch_network(plan.width)}
    for part, network in networks.items():
        require_weights(path, network.state_dict(), _mapping(state[part]))
        kept, parameters = _mapping(_mapping(state[f"{part}_adam"]).get("state")), list(network.parameters())
        wanted = {f"{number} {mean}": one for number, one in enumerate(parameters) for mean in _MEANS}
        held = {
            f"{number} {mean}": _mapping(one).get(mean) for number, one in kept.items() for mean in _MEANS
        }
        require_weights(path, wanted, held)


def _mapping(held: Any) -> dict[Any, Any]:
    """What a file holds where it should hold names and values; nothing where it does not."""
    return held if isinstance(held, dict) else {}


@lru_cache(maxsize=2)
def _untrained(width: int, blocks: int, number: int) -> nn.Sequential:
    network = key_network(width, blocks)
    initialise(network, pcg64(number.to_bytes(8, "big"), Label.NETWORK))
    return network.eval()
