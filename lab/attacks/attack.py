"""What an attack is: an idea, what it needs, and its two halves; and what came of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lab.attacks.target import Target
from shared.errors import Code


@dataclass(frozen=True)
class Broken:
    """What an attack took from paper mode, compared with the truth.

    Attributes:
        share: the part of what it goes for that it got right, 0..1.
        needed: the share from which on the attack counts as a success.
        what: what it recovered, in a sentence with its figures.
        figures: further measurements, by name.
    """

    share: float
    needed: float
    what: str
    figures: dict[str, float] = field(default_factory=dict)

    @property
    def succeeded(self) -> bool:
        """Whether the break is reproduced."""
        return self.share >= self.needed


@dataclass(frozen=True)
class Held:
    """What the same idea took from the exchange.

    Attributes:
        nothing: whether it yields no more than guessing does, and everything due to be refused was.
        what: what came of it, in a sentence with its figures.
        refusals: the codes of what was refused, in order.
        figures: further measurements, by name.
    """

    nothing: bool
    what: str
    refusals: tuple[Code, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Attack:
    """One idea.

    Attributes:
        name: what the command line calls it.
        idea: the idea in a sentence.
        needs: what the attacker has, beyond code, model and the public Chen stream.
        against_paper: runs it against paper mode.
        against_exchange: tries it on the exchange.
    """

    name: str
    idea: str
    needs: str
    against_paper: Callable[[Target], Broken]
    against_exchange: Callable[[Target], Held]

    def run(self, target: Target) -> Outcome:
        """Run both halves."""
        return Outcome(self, self.against_paper(target), self.against_exchange(target))


@dataclass(frozen=True)
class Outcome:
    """What came of one attack."""

    attack: Attack
    paper: Broken
    exchange: Held

    @property
    def as_expected(self) -> bool:
        """Whether paper mode broke and the exchange held."""
        return self.paper.succeeded and self.exchange.nothing

    def row(self) -> dict[str, Any]:
        """A line for people."""
        refused = ", ".join(dict.fromkeys(self.exchange.refusals))
        return {
            "attack": self.attack.name,
            "needs": self.attack.needs,
            "paper_mode": self.paper.what,
            "exchange": f"{self.exchange.what} ({refused})" if refused else self.exchange.what,
        }

    def record(self) -> dict[str, Any]:
        """Everything, as JSON holds it."""
        return {
            "attack": self.attack.name,
            "idea": self.attack.idea,
            "needs": self.attack.needs,
            "paper_mode": {
                "broken": self.paper.succeeded,
                "share": self.paper.share,
                "recovered": self.paper.what,
                "figures": self.paper.figures,
            },
            "exchange": {
                "held": self.exchange.nothing,
                "answered": self.exchange.what,
                "refusals": list(self.exchange.refusals),
                "figures": self.exchange.figures,
            },
        }
