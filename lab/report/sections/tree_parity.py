"""Tree parity machines of the review: how they meet, and who listens (paper 001, rows 1, 3, 4, 5 and 7)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lab.generators.derivation import numbered_seed
from lab.generators.tree_parity.attackers import VERDICT, Attack, AttackRate, measure_attack
from lab.generators.tree_parity.parameters import Rule, TreeParity
from lab.generators.tree_parity.synchronisation import Synchronisation, measure
from lab.generators.tree_parity.tracing import Trace, trace
from lab.report.chart import Chart, Charts
from lab.report.data_file import DataFile
from lab.report.figures.review import step_histogram, success_bars, weight_distances
from lab.report.listing import Listing
from lab.report.section import Remarks, Section

RUNS = 200
"""Exchanges of each rule of learning."""

LISTENED = {Attack.SIMPLE: 200, Attack.GEOMETRIC: 200, Attack.MAJORITY: 20, Attack.GENETIC: 10}
"""Exchanges that each attack listens to; the last two run a hundred machines and more."""

_SEED = bytes(16)
_LEAD = (
    "Two machines of {hidden} hidden units with {inputs} inputs each and weights from -{depth} to {depth} "
    "show each other their outputs for public inputs, and learn when these are equal, until their weights "
    "are. Everything here is drawn from a seed, so that it comes out the same again.",
    "Somebody who listens sees inputs and outputs, too. Bounds are Clopper and Pearson's at 95 %.",
)


def tree_parity_section(seed: int) -> Section:
    """Steps of many exchanges, weights during one, and the attacks.

    Args:
        seed: of all of them.
    """
    parameters, own = TreeParity(), numbered_seed(_SEED, seed)
    met = {str(rule): measure(TreeParity(rule=rule), RUNS, own) for rule in Rule}
    found = [measure_attack(parameters, one, one.machines, runs, own) for one, runs in LISTENED.items()]
    charts = Charts([_steps(met), _distances(trace(parameters, own)), _attacks(found)])
    records = [one.record() for one in found]
    listing = Listing(
        "Who has the weights when the parties do", tuple(records[0]), records, "tree-parity-rates"
    )
    lead = [
        paragraph.format(hidden=parameters.hidden, inputs=parameters.inputs, depth=parameters.depth)
        for paragraph in _LEAD
    ]
    return Section(
        "tree-parity", "Machines that meet, and who listens", lead, [charts, listing, Remarks([VERDICT])]
    )


def _steps(met: Mapping[str, Synchronisation]) -> Chart:
    steps = {name: one.steps for name, one in met.items() if one.steps.size}
    means = ", ".join(f"{name} {one.mean():.0f}" for name, one in steps.items())
    alt = f"Histogram of the inputs that {RUNS} exchanges took, by rule of learning; means: {means}."
    rows = [[name, number, int(at)] for name, one in steps.items() for number, at in enumerate(one)]
    data = DataFile("tree-parity-steps", ("rule", "exchange", "inputs"), rows)
    return Chart("Inputs until the weights are equal", alt, step_histogram(steps), data)


def _distances(found: Trace) -> Chart:
    last = len(found.parties) - 1
    alt = (
        f"Distance of the weights over {last} inputs: both parties' from {found.parties[0]:.2f} to "
        f"{found.parties[-1]:.2f}, the listener's from {found.listener[0]:.2f} to {found.listener[-1]:.2f}."
    )
    rows = [
        [step, float(ours), float(theirs)]
        for step, (ours, theirs) in enumerate(zip(found.parties, found.listener, strict=True))
    ]
    data = DataFile("tree-parity-distance", ("input", "parties", "listener"), rows)
    drawing = weight_distances(found.parties, found.listener)
    return Chart("Weights during one exchange, random walk", alt, drawing, data)


def _attacks(found: list[AttackRate]) -> Chart:
    records = [one.record() for one in found]
    rates = [0.0 if one.rate is None else one.rate for one in found]
    bounds = [(float(record["lower"]), float(record["upper"])) for record in records]
    names = [f"{one.attack}\n{one.machines}" for one in found]
    told = ", ".join(f"{one.attack} {rate:.0%}" for one, rate in zip(found, rates, strict=True))
    alt = f"Bars of the shares of exchanges whose weights an attack had: {told}."
    rows = [[str(one.attack), one.machines, one.runs, one.successes] for one in found]
    data = DataFile("tree-parity-attacks", ("attack", "machines", "exchanges", "successes"), rows)
    drawing = success_bars(names, np.clip(rates, 0, 1).tolist(), bounds)
    return Chart("Attacks, with the machines of each", alt, drawing, data)
