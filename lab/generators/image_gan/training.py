"""Trains the network that makes keys against one that tells them from uniform pictures (least squares GAN).

Pictures and uniform ones come in no pairs. Each step draws its own of the seed and its number, so a training
that goes on where it stopped gives the weights of one that did not stop.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn

from lab.generators.derivation import pcg64
from lab.generators.image_gan.networks import initialise, key_network, patch_network
from lab.generators.image_gan.pictures import lesson, uniform_pictures
from lab.generators.image_gan.tensors import as_images, as_inputs
from lab.generators.labels import Label
from lab.generators.parameters import require_range

LEARNING_RATE = 2e-4
BETAS = (0.5, 0.999)
HISTORY_EVERY = 10


@dataclass(frozen=True)
class GanPlan:
    """What is trained, and on what.

    Attributes:
        side: of the pictures; keys may be made at another.
        width: channels of the first layer.
        blocks: residual ones.
        batch: pictures of a step.
        seed_sha256: of the seed, hexadecimal: a training goes on with its own alone.
    """

    side: int
    width: int
    blocks: int
    batch: int
    seed_sha256: str

    def __post_init__(self) -> None:
        require_range("batch", self.batch, 1, 64)


def plan_of(seed: bytes, side: int, width: int, blocks: int, batch: int) -> GanPlan:
    """The plan of a training from a seed."""
    return GanPlan(side, width, blocks, batch, hashlib.sha256(seed).hexdigest())


class GanTraining:
    """A training, step by step. Call it on one thread (:mod:`lab.generators.one_thread`).

    Args:
        plan: what is trained.
        seed: of first weights and of all pictures.
    """

    def __init__(self, plan: GanPlan, seed: bytes) -> None:
        self.plan = plan
        self.steps_done = 0
        self.history: list[dict[str, float]] = []
        self._seed = seed
        self._maker = key_network(plan.width, plan.blocks)
        self._teller = patch_network(plan.width)
        random = pcg64(seed, Label.NETWORK)
        for network in (self._maker, self._teller):
            initialise(network, random)
        self._maker_adam = _adam(self._maker)
        self._teller_adam = _adam(self._teller)

    def step(self) -> None:
        """Teach the teller with one batch, then the maker with the same pictures."""
        plan = self.plan
        pictures = as_inputs(lesson(self._seed, self.steps_done, plan.batch, plan.side))
        uniform = as_images(uniform_pictures(self._seed, self.steps_done, plan.batch, plan.side))
        made = self._maker(pictures)
        told = _squares(self._teller(uniform), 1.0) + _squares(self._teller(made.detach()), 0.0)
        _descend(self._teller_adam, told / 2)
        deceived = _squares(self._teller(made), 1.0)
        _descend(self._maker_adam, deceived)
        if self.steps_done % HISTORY_EVERY == 0:
            losses = {"maker": float(deceived.detach()), "teller": float(told.detach()) / 2}
            self.history.append({"step": self.steps_done, **losses})
        self.steps_done += 1

    def state(self) -> dict[str, Any]:
        """Everything needed to go on, or to make keys: numbers, texts and tensors alone."""
        return {
            "plan": asdict(self.plan),
            "steps_done": self.steps_done,
            "history": self.history,
            "maker": self._maker.state_dict(),
            "teller": self._teller.state_dict(),
            "maker_adam": self._maker_adam.state_dict(),
            "teller_adam": self._teller_adam.state_dict(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what :meth:`state` gave, of a training with the same plan."""
        self._maker.load_state_dict(state["maker"])
        self._teller.load_state_dict(state["teller"])
        self._maker_adam.load_state_dict(state["maker_adam"])
        self._teller_adam.load_state_dict(state["teller_adam"])
        self.history = list(state["history"])
        self.steps_done = state["steps_done"]


def _adam(network: nn.Module) -> torch.optim.Adam:
    return torch.optim.Adam(network.parameters(), lr=LEARNING_RATE, betas=BETAS)


def _squares(scores: Tensor, wanted: float) -> Tensor:
    return ((scores - wanted) ** 2).mean()


def _descend(adam: torch.optim.Adam, loss: Tensor) -> None:
    adam.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    adam.step()
