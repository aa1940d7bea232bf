"""``ridgekey-lab generators run``: make keys by one generator until they pass their assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lab.cli.generators.seed import SeedOption, read_seed
from lab.cli.generators.settings import SettingsOption
from lab.cli.scipy_extra import require_scipy
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, option
from shared.terminal.output import note, show_items
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.generators.loop import AcceptedKey

COLUMNS = ("number", "key_bits", "monobit", "runs", "block_frequency", "poker", "rejections")
_KEYS_MAX = 10_000
_TRIES_MAX = 1_000


def run(
    name: Annotated[str, typer.Argument(help="Of a generator; see `generators list`.", metavar="NAME")],
    seed: SeedOption = None,
    settings: SettingsOption = None,
    keys: Annotated[
        int, option("--keys", help="How many, of successive seeds.", min=1, max=_KEYS_MAX, show_default=True)
    ] = 1,
    max_tries: Annotated[
        int, option("--max-tries", help="For one key.", min=1, max=_TRIES_MAX, show_default=True)
    ] = 16,
    alpha: Annotated[float, option("--alpha", help="Good keys rejected, at most.", show_default=True)] = 1e-3,
    show_key: Annotated[bool, option("--show-key", help="Write the keys themselves, too.")] = False,
    output_format: FormatOption = None,
) -> None:
    """Make keys in the review's loop: assess each, and try again with a further seed until one passes.

    For study. That a key passes says nothing about how hard it is to find.
    """
    require_scipy()
    from lab.generators.derivation import numbered_seed
    from lab.generators.loop import Acceptance, Policy, make_key
    from lab.generators.parameters import read_parameters
    from lab.generators.registry import find_generator

    generator = find_generator(name)
    parameters = read_parameters(generator.parameters, settings or [])
    policy, first, acceptance = Policy(max_tries, alpha), read_seed(seed), Acceptance()
    made: list[AcceptedKey] = []
    with progress(f"Making keys by {name}") as bar:
        for number in range(keys):
            own = numbered_seed(first, number) if number else first
            made.append(make_key(generator, own, parameters, policy, acceptance))
            bar(number + 1, keys)
    _show(made, show_key, output_format)
    with progress("Counting its keys"):
        claimed, effective = generator.claimed(parameters), generator.effective(parameters, len(first))
    note(f"Claimed key space {claimed.text()}; effective {effective.text()}.")
    if generator.verdict:
        note(generator.verdict)


def _show(made: list[AcceptedKey], show_key: bool, output_format: Format | None) -> None:
    if resolve(output_format) is Format.JSON:
        show_items((), [one.record(show_key) for one in made], output_format)
        return
    columns = (*COLUMNS, "key") if show_key else COLUMNS
    show_items(columns, [_row(number, one, show_key) for number, one in enumerate(made)], output_format)


def _row(number: int, made: AcceptedKey, show_key: bool) -> dict[str, Any]:
    p_values = {
        test.test.replace("-", "_"): "–" if test.p_value is None else f"{test.p_value:.4f}"
        for test in made.assessment.tests
    }
    record = made.record(show_key)
    return {
        **record,
        **p_values,
        "number": number,
        "rejections": len(made.rejections),
    }
