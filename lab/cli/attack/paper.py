"""``ridgekey-lab attack paper``: what breaks paper 003's scheme, and what the exchange answers to it."""

from __future__ import annotations

from typing import Annotated

import typer

from lab.attacks.attack import Outcome
from lab.attacks.catalogue import ATTACKS, choose_attacks
from lab.attacks.people import VICTIM, synthetic_gallery
from lab.attacks.target import Target
from shared.biometrics.models import default_network
from shared.errors import LOCAL, Code, Failure
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, option
from shared.terminal.output import note, show_items
from shared.terminal.progress import progress

COLUMNS = ("attack", "needs", "paper_mode", "exchange")
PEOPLE = 5
_PEOPLE_MAX = 600


def paper(
    names: Annotated[
        list[str] | None,
        typer.Argument(help=f"Of {', '.join(ATTACKS)}.", metavar="NAME", show_default=False),
    ] = None,
    every: Annotated[bool, option("--all", help="Run every attack.")] = False,
    people: Annotated[
        int,
        option(
            "--people",
            help="Whose prints key-search tries.",
            min=1,
            max=_PEOPLE_MAX,
            show_default=True,
        ),
    ] = PEOPLE,
    output_format: FormatOption = None,
) -> None:
    """Run attacks on paper 003's scheme and on the exchange: what each recovered, what each answered.

    Everything is made here: prints, pictures, both schemes. Ends with 1 if anything came out otherwise.
    """
    attacks = choose_attacks(_wanted(names or [], every))
    with progress("Making prints") as bar:
        target = Target(VICTIM, synthetic_gallery(people, bar), default_network())
    outcomes: list[Outcome] = []
    with progress("Attacking") as bar:
        for attack in attacks:
            outcomes.append(attack.run(target))
            bar(len(outcomes), len(attacks))
    _show(outcomes, output_format)
    if not all(outcome.as_expected for outcome in outcomes):
        raise typer.Exit(LOCAL)


def _wanted(names: list[str], every: bool) -> list[str]:
    if every == bool(names):
        sentence = f"Name attacks or say --all, not both; there are {', '.join(ATTACKS)}."
        raise Failure(Code.INVALID_INPUT, sentence, field="name")
    return list(ATTACKS) if every else names


def _show(outcomes: list[Outcome], output_format: Format | None) -> None:
    if resolve(output_format) is Format.JSON:
        show_items(COLUMNS, [outcome.record() for outcome in outcomes], output_format)
        return
    show_items(COLUMNS, [outcome.row() for outcome in outcomes], output_format)
    broken = sum(outcome.paper.succeeded for outcome in outcomes)
    held = sum(outcome.exchange.nothing for outcome in outcomes)
    note(f"Paper mode broken by {broken} of {len(outcomes)}; the exchange held against {held}.")
