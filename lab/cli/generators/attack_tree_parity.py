"""``ridgekey-lab generators attack tree-parity``: how often who listens learns the weights."""

from __future__ import annotations

from typing import Annotated

import typer

from lab.cli.generators.seed import SeedOption, read_seed
from lab.cli.generators.settings import SettingsOption
from lab.cli.scipy_extra import require_scipy
from shared.errors import Code, Failure
from shared.terminal.options import FormatOption, option
from shared.terminal.output import note, show_items
from shared.terminal.progress import progress

COLUMNS = ("attack", "machines", "runs", "successes", "rate", "lower", "upper", "mean_steps")
_RUNS_MAX = 100_000
_ALL = "simple, geometric, majority, genetic"


def attack_tree_parity(
    names: Annotated[
        list[str] | None,
        typer.Argument(help=f"Of {_ALL}; all unless given.", metavar="ATTACK", show_default=False),
    ] = None,
    runs: Annotated[
        int, option("--runs", help="Exchanges to listen to.", min=1, max=_RUNS_MAX, show_default=True)
    ] = 100,
    machines: Annotated[
        int | None,
        option("--machines", help="That who listens runs; else 1, 1, 100 and 512.", min=1),
    ] = None,
    settings: SettingsOption = None,
    seed: SeedOption = None,
    output_format: FormatOption = None,
) -> None:
    """Listen to exchanges of tree parity machines: how often are the weights known when they synchronise?

    Rates have Clopper-Pearson bounds at 95 %. The same seed gives the same exchanges.
    """
    require_scipy()
    from lab.generators.parameters import read_parameters
    from lab.generators.tree_parity.attackers import VERDICT, Attack, measure_attack
    from lab.generators.tree_parity.parameters import TreeParity

    unknown = [name for name in names or [] if name not in list(Attack)]
    if unknown:
        sentence = f"There is no attack {unknown[0]!r}; there are {_ALL}."
        raise Failure(Code.INVALID_INPUT, sentence, field="name")
    chosen = [attack for attack in Attack if not names or attack in names]
    parameters, first, items = read_parameters(TreeParity, settings or []), read_seed(seed), []
    for attack in chosen:
        with progress(f"Listening, {attack}") as bar:
            count = machines or attack.machines
            items.append(measure_attack(parameters, attack, count, runs, first, bar).record())
    show_items(COLUMNS, items, output_format)
    note(VERDICT)
