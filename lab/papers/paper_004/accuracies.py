"""Table 2: how well each network learned which labels, beside what the text and figures 4 to 7 say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.generators.network_keys.files import Finished, find_trainings
from lab.generators.network_keys.plan import Loss, Mapping, NetworkName, TrainingPlan
from lab.papers.tables import Table

_LEARNED = 0.99
"""What the paper's abstract claims to exceed."""


@dataclass(frozen=True)
class Claim:
    """What the paper says of a network.

    Attributes:
        figure: in which.
        network: which.
        bits: of input and key.
        printed: the accuracy, or the words for it.
    """

    figure: str
    network: NetworkName
    bits: int
    printed: str


CLAIMS = (
    Claim("5 (a)", NetworkName.FFNN_A, 10, "99.7 %"),
    Claim("5 (b)", NetworkName.FFNN_B, 10, "98.3 %"),
    Claim("4", NetworkName.FFNN_A, 128, "learned high, validation lower"),
    Claim("4", NetworkName.FFNN_B, 128, "learned high, validation lower"),
    Claim("6", NetworkName.CNN, 10, "low validation accuracy"),
    Claim("7", NetworkName.RNN, 10, "low validation accuracy"),
    Claim("6", NetworkName.CNN, 128, "low validation accuracy"),
    Claim("7", NetworkName.RNN, 128, "low validation accuracy"),
)
"""In the order of the table. Figure 4 does not say which model, figures 6 and 7 not how many bits."""


@dataclass(frozen=True)
class Batch:
    """Trainings that one command makes; the command's defaults are not named in it.

    Attributes:
        options: as the command line has them, but for the folder.
        networks: that it trains.
        bits: of all of them.
        mappings: that it trains them on.
        loss: of all of them.
    """

    options: str
    networks: Sequence[NetworkName]
    bits: int
    mappings: Sequence[Mapping]
    loss: Loss = Loss.BCE

    def names(self) -> set[str]:
        """The names of its trainings' plans."""
        return {
            TrainingPlan(network, self.bits, mapping, self.loss).name
            for network in self.networks
            for mapping in self.mappings
        }


_FEED_FORWARD = (NetworkName.FFNN_A, NetworkName.FFNN_B)
_OTHERS = (NetworkName.CNN, NetworkName.RNN)

BATCHES = (
    Batch(f"--mapping {','.join(Mapping)}", _FEED_FORWARD, 10, tuple(Mapping)),
    Batch("--mapping identity --loss cce", _FEED_FORWARD, 10, (Mapping.IDENTITY,), Loss.CCE),
    Batch(
        "--mapping identity,independent --bits 128",
        _FEED_FORWARD,
        128,
        (Mapping.IDENTITY, Mapping.INDEPENDENT),
    ),
    Batch(
        "--mapping identity,table,independent --network cnn,rnn",
        _OTHERS,
        10,
        (Mapping.IDENTITY, Mapping.TABLE, Mapping.INDEPENDENT),
    ),
    Batch("--mapping identity --network cnn,rnn --bits 128", _OTHERS, 128, (Mapping.IDENTITY,)),
)
"""All trainings that the table needs."""

_FINDINGS = (
    "the paper does not say what the labels are, and they decide everything: bits of the input in any order "
    "are learned whole, a random table only by the large network and only by heart, random labels by none",
    "the accuracy of a generator of random keys is a contradiction: what a network predicts right is not "
    "random, and of labels that are random it predicts half of the bits",
    "at 10 bits validation is no test: nearly all of its inputs were learned from, since 8,000 were drawn of "
    "1,024",
    "a network of n inputs has at most 2^n keys: 10 bits of entropy at most, whatever its accuracy",
    "its loss is categorical, which takes the bits of a key for one distribution; what Keras then calls "
    "accuracy compares the places of two largest values and says nothing of the bits",
    "its text says precision where the figures of Keras are accuracies; figure 7's caption says CNN for RNN",
    "if its 99.7 % and 98.3 % are of bits, and errors fall anywhere, 97.0 % and 84.2 % of the 10-bit keys "
    "are right; one wrong bit is a wrong key",
)


def table_2(runs: Path) -> Table:
    """The table, from trainings that lie below a folder."""
    found = find_trainings(runs)
    return Table(
        paper="004",
        number=2,
        about="accuracies of the networks (in the text and figures 4 to 7; the paper has no table of them)",
        columns=(
            "figure", "network", "bits", "mapping", "loss", "epochs", "paper", "bits_learned", "bits_kept",
            "keys_kept", "argmax_kept", "distinct_keys",
        ),
        rows=[row for claim in CLAIMS for row in _rows(claim, found)],
        source=f"{len(found)} trainings below {runs}" if found else "",
        findings=[*_of_ours(found), *_FINDINGS],
        missing=_missing(found, runs),
    )  # fmt: skip


def _rows(claim: Claim, found: Sequence[Finished]) -> list[dict[str, Any]]:
    own = [one for one in found if (one.plan.network, one.plan.bits) == (claim.network, claim.bits)]
    own.sort(key=lambda one: (list(Loss).index(one.plan.loss), list(Mapping).index(one.plan.mapping)))
    return [_row(claim, one) for one in own] or [_row(claim, None)]


def _row(claim: Claim, found: Finished | None) -> dict[str, Any]:
    learned, kept = (found.record["learned"], found.record["kept"]) if found else ({}, {})
    return {
        "figure": claim.figure,
        "network": str(claim.network),
        "bits": claim.bits,
        "mapping": str(found.plan.mapping) if found else None,
        "loss": str(found.plan.loss) if found else None,
        "epochs": found.plan.epochs if found else None,
        "paper": claim.printed,
        "bits_learned": _percent(learned.get("bit_accuracy")),
        "bits_kept": _percent(kept.get("bit_accuracy")),
        "keys_kept": _percent(kept.get("key_accuracy")),
        "argmax_kept": _percent(kept.get("argmax_accuracy")),
        "distinct_keys": found.record["distinct_keys"] if found else None,
    }


def _of_ours(found: Sequence[Finished]) -> list[str]:
    """Which labels both of the paper's feed-forward networks learned as well as it claims."""
    reached = [
        {one.plan.mapping for one in found if _claimed(one, network) and _kept(one) > _LEARNED}
        for network in _FEED_FORWARD
    ]
    tried = [{one.plan.mapping for one in found if _claimed(one, network)} for network in _FEED_FORWARD]
    both, of_both = set.intersection(*reached), set.intersection(*tried)
    if not of_both:
        return []
    named = ", ".join(mapping for mapping in Mapping if mapping in both) or "none"
    return [
        f"labels of which both models get more than 99 % of the bits right: {named}, of {len(of_both)} tried"
    ]


def _claimed(one: Finished, network: NetworkName) -> bool:
    return (one.plan.network, one.plan.bits, one.plan.loss) == (network, 10, Loss.BCE)


def _kept(one: Finished) -> float:
    return float(one.record["kept"]["bit_accuracy"])


def _missing(found: Sequence[Finished], runs: Path) -> list[str]:
    there = {one.plan.name for one in found}
    folder = runs / "network-keys"
    return [
        f"ridgekey-lab generators train-network {batch.options} --out {folder}"
        for batch in BATCHES
        if not batch.names() <= there
    ]


def _percent(part: float | None) -> str | None:
    return None if part is None else f"{part:.2%}"
