"""How well networks learned their labels, epoch by epoch (paper 004, figures 4 to 7)."""

from __future__ import annotations

from collections.abc import Sequence

from lab.generators.network_keys.files import MARK, read_training
from lab.generators.network_keys.plan import NetworkName, TrainingPlan
from lab.report.chart import Charts
from lab.report.section import Remarks, Section
from lab.report.sections.training import Training, figure_chart

_FIGURES = ("loss", MARK, "key_accuracy")

_TITLES = {
    "figure-5": "Figure 5: models (a) and (b) at 10 bits",
    "figure-4": "Figure 4: feed-forward networks with larger keys",
    "figure-6": "Figure 6: the convolutional network",
    "figure-7": "Figure 7: recurrent networks",
}
_LEAD = (
    "The paper does not say what its labels are. Here are several: each training's name ends with them and "
    "with the loss. At 10 bits nearly every input kept for validation was learned from, too: where labels "
    "depend on inputs both lines lie near each other, and that shows nothing.",
    "Half of the bits are told right by guessing; a whole key of 10 bits by one guess in 1,024.",
)
_NOTHING = (
    "There is no training of such networks among the runs; the table of accuracies below says which commands "
    "to run first.",
)


def is_key_network(training: Training) -> bool:
    """Whether a training is one of a network of keys."""
    return MARK in training.rows[0]


def key_network_sections(trainings: Sequence[Training]) -> list[Section]:
    """A section for each of the paper's figures; one that says so where nothing was trained.

    Args:
        trainings: of networks of keys; one without its record is left out.
    """
    figures: dict[str, list[Training]] = {figure: [] for figure in _TITLES}
    for training in trainings:
        finished = read_training(training.folder)
        if finished is not None:
            figures[_figure(finished.plan)].append(training)
    drawn = [(figure, own) for figure, own in figures.items() if own]
    if not drawn:
        return [Section("key-networks-missing", "No trainings", (), [Remarks(_NOTHING)])]
    return [_section(figure, own, () if place else _LEAD) for place, (figure, own) in enumerate(drawn)]


def _section(figure: str, trainings: Sequence[Training], lead: Sequence[str]) -> Section:
    charts = [figure_chart(training, name) for training in trainings for name in _FIGURES]
    return Section(f"paper-004-{figure}", _TITLES[figure], lead, [Charts(charts)])


def _figure(plan: TrainingPlan) -> str:
    if plan.network is NetworkName.CNN:
        return "figure-6"
    if plan.network in {NetworkName.RNN, NetworkName.LSTM}:
        return "figure-7"
    return "figure-5" if plan.bits == _SMALL_BITS else "figure-4"


_SMALL_BITS = 10
"""Of the keys in figure 5."""
