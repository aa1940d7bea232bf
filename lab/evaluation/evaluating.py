"""From a trained network or a verifier to a report."""

from __future__ import annotations

import enum
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from lab.datasets.fvc import FvcSet
from lab.datasets.print_set import PrintSet
from lab.evaluation.comparers import verifier_baseline, verifier_scorer, verifier_threshold
from lab.evaluation.held_out import evenly, fvc_material, held_out_material
from lab.evaluation.honest_protocol import Limits, run_honest_protocol
from lab.evaluation.pair_tests import run_pair_tests
from lab.evaluation.paper_protocol import learned_here, run_paper_protocol
from lab.evaluation.report import Report, describe_fvc, describe_prints, file_digest
from lab.evaluation.stages import Stages
from lab.training.plans import Kind
from lab.training.trained import Trained
from shared.biometrics.verification import EmbeddingVerifier
from shared.errors import Code, Failure


class Protocol(enum.StrEnum):
    """What is tested on what."""

    PAPER = "paper"
    HONEST = "honest"


def evaluate_paper(path: Path, trained: Trained, prints: PrintSet, stages: Stages) -> Report:
    """The paper's protocol.

    Args:
        path: of the checkpoint.
        trained: what it holds.
        prints: the set that it was trained on.
        stages: told how far it is.

    Raises:
        Failure: ``INVALID_INPUT`` when the network is an embedding, or as
            :func:`~lab.evaluation.paper_protocol.run_paper_protocol`.
    """
    if trained.kind is Kind.EMBEDDING:
        sentence = "An embedding network names nobody; evaluate it with --protocol honest."
        raise Failure(Code.INVALID_INPUT, sentence, field="protocol")
    tests = run_paper_protocol(trained, prints, stages)
    same = learned_here(trained, prints)
    return Report(
        protocol=Protocol.PAPER,
        network=_network(path, trained),
        learned_from=_learned_from(trained) | {"these_prints": same},
        tested_on=[describe_prints(prints)],
        classes=tests,
        not_measured=[] if same else [_OTHER_PRINTS],
        history=trained.history,
    )


_OTHER_PRINTS = (
    "The network did not learn from these very prints, so this is not the paper's protocol; "
    "name the set that it was trained on."
)


def evaluate_honest(
    path: Path,
    trained: Trained,
    prints: PrintSet | None,
    impressions: FvcSet | None,
    limits: Limits,
    stages: Stages,
) -> Report:
    """The honest protocol for a network; see :func:`~lab.evaluation.honest_protocol.run_honest_protocol`."""
    outcome = run_honest_protocol(trained, prints, impressions, limits, stages)
    return Report(
        protocol=Protocol.HONEST,
        network=_network(path, trained) | _search(trained, limits),
        learned_from=_learned_from(trained),
        tested_on=_sources(prints, impressions),
        classes=outcome.classes,
        pairs=outcome.pairs,
        not_measured=outcome.not_measured,
        history=trained.history,
    )


def evaluate_verifier(
    path: Path,
    verifier: EmbeddingVerifier,
    prints: PrintSet | None,
    impressions: FvcSet | None,
    limits: Limits,
    stages: Stages,
) -> Report:
    """The honest protocol for a verifier, in its own integers, patches and threshold.

    A verifier's file does not say whose prints it learned from: whoever gives ``prints`` has to know.
    """
    material = [] if impressions is None else [fvc_material(impressions)]
    if prints is not None:
        people = evenly(np.unique(prints.subjects), limits.people)
        material = [*held_out_material(prints, people, limits.live, verification=True), *material]
    ours, plain = verifier_scorer(verifier), verifier_baseline(verifier)
    threshold = verifier_threshold(verifier)
    return Report(
        protocol=Protocol.HONEST,
        network={
            "kind": f"{verifier.kind} verifier",
            "sha256": verifier.digest.hex(),
            "file": path.name,
            "threshold": threshold,
            "search": asdict(verifier.search),
        },
        learned_from={"origin": "not recorded in a verifier's file; see its card"},
        tested_on=_sources(prints, impressions),
        pairs=[test for one in material for test in run_pair_tests(one, ours, plain, threshold, stages)],
        not_measured=[] if prints is None else [_UNKNOWN_PEOPLE],
    )


_UNKNOWN_PEOPLE = (
    "Whether the verifier never learned from these people: its file does not say whom it learned."
)


def _network(path: Path, trained: Trained) -> dict[str, Any]:
    return {
        "kind": str(trained.kind),
        "sha256": file_digest(path),
        "file": path.name,
        "epochs": trained.epoch,
        "steps": trained.step,
        "plan": {
            name: str(value) if isinstance(value, str) else value
            for name, value in asdict(trained.plan).items()
        },
    }


def _search(trained: Trained, limits: Limits) -> dict[str, Any]:
    """Only embeddings compare patches."""
    return {"search": asdict(limits.search)} if trained.kind is Kind.EMBEDDING else {}


def _learned_from(trained: Trained) -> dict[str, Any]:
    """The record of the training's data; of the people, how many."""
    record = asdict(trained.data)
    return {
        **{name: value for name, value in record.items() if name != "subjects"},
        "people": len(record["subjects"]),
    }


def _sources(prints: PrintSet | None, impressions: FvcSet | None) -> list[dict[str, Any]]:
    found = [] if prints is None else [describe_prints(prints)]
    return [*found, *([] if impressions is None else [describe_fvc(impressions)])]
