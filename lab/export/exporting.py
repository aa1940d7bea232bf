"""One export from beginning to end: calibrate, quantise, prove, measure, describe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lab.datasets.print_set import PrintSet
from lab.evaluation.stages import Stages, silent
from lab.export.measurement import Figures, measure
from lab.export.model_card import model_card
from lab.export.network_export import export_network
from lab.export.pictures import CALIBRATION_PRINTS, choose_pictures, evenly, images_of
from lab.export.settling import Settled, settle
from lab.training.plans import Kind
from lab.training.trained import Trained
from shared.errors import Code, Failure
from shared.exact.network import Network


@dataclass(frozen=True)
class Exported:
    """An exact network, what was measured of it, and its card."""

    exact: Network
    figures: Figures
    card: dict[str, Any]


def export(
    trained: Trained, prints: PrintSet, *, classes: bool, tested: int, stages: Stages = silent
) -> Exported:
    """Export a trained network.

    A network with classes is left as it was trained. Of one without, made for keys, dense_1 is settled in the
    middle of its tanh first (:mod:`lab.export.settling`); an embedding is left as it was trained too.

    Args:
        trained: the network.
        prints: what it learned from; for an embedding any set to calibrate and measure on.
        classes: whether the exact network tells classes.
        tested: how many enrolled prints are measured on at most.
        stages: shows how far it is.

    Raises:
        Failure: ``INVALID_INPUT`` when these are not its prints; ``INTEGRITY`` when a layer cannot be proven.
    """
    pictures = choose_pictures(trained, prints, tested)
    with stages("Preparing the prints"):
        calibration = images_of(trained.kind, evenly(pictures.learned, CALIBRATION_PRINTS))
    settled = Settled(trained.network, 1.0)
    if not classes and trained.kind is not Kind.EMBEDDING:
        settled = settle(trained.network, calibration)
    with stages("Calibrating and rounding"):
        exact = export_network(settled.network, calibration, classes=classes)
    with stages("Measuring"):
        figures = measure(trained, settled.network, exact, pictures)
    return Exported(exact, figures, model_card(trained, exact, figures, prints, settled.scale))


def require_agreement(exported: Exported) -> None:
    """Refuse a network that does not follow its floats closely enough.

    Raises:
        Failure: ``INTEGRITY`` with what was reached.
    """
    agreement = exported.figures.agreement
    if not agreement.reached:
        classes = "" if agreement.same_class is None else f"the same class on {agreement.same_class:.4%} and "
        sentence = (
            f"The integers give {classes}the same sign for {agreement.same_sign:.4%} of dense_1; asked are "
            "99.9 % and 99 %. Nothing was written: train on, or calibrate with other prints."
        )
        raise Failure(Code.INTEGRITY, sentence)
