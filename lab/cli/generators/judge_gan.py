"""``ridgekey-lab generators judge-gan``: what keys of pictures are worth, as made and after a hash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from lab.cli.generators.seed import SeedOption, read_seed
from lab.cli.generators.settings import SettingsOption
from lab.cli.scipy_extra import require_scipy
from lab.cli.torch_extra import require_torch
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, option
from shared.terminal.output import note, show_items
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.generators.image_gan.judging import Material

COLUMNS = ("figure", "as_made", "hashed", "by_chance")
_KEYS_MAX = 1000


def judge_gan(
    keys: Annotated[
        int, option("--keys", help="Of so many pictures.", min=2, max=_KEYS_MAX, show_default=True)
    ] = 32,
    settings: SettingsOption = None,
    seed: SeedOption = None,
    output_format: FormatOption = None,
) -> None:
    """Measure keys of `image-gan`: entropy, sensitivity, likeness, SP 800-22 from eleven keys on.

    Name trained weights with --set weights=FILE; without, the network is untrained.
    """
    require_torch()
    require_scipy()
    from functools import partial

    from lab.generators.image_gan.judging import judge, material
    from lab.generators.image_gan.keys import made_by
    from lab.generators.image_gan.parameters import VERDICT, ImageGan
    from lab.generators.image_gan.weights import network_of
    from lab.generators.parameters import read_parameters

    parameters = read_parameters(ImageGan, settings or [])
    make = partial(made_by, network_of(parameters))
    with progress("Making keys") as bar:
        made: Material = material(make, read_seed(seed), keys, parameters.side, bar)
    with progress("Measuring"):
        raw, hashed = judge(made), judge(made.hashed())
    if resolve(output_format) is Format.JSON:
        show_items((), [{"keys": "as made", **raw}, {"keys": "hashed", **hashed}], output_format)
    else:
        show_items(COLUMNS, _lines(raw, hashed), output_format)
    note(VERDICT)


_BY_CHANCE = {"one_pixel": "99.61 % and 50 %", "shifted": "99.61 % and 50 %", "guessed_bits": "50 %"}


def _lines(raw: dict[str, Any], hashed: dict[str, Any]) -> list[dict[str, Any]]:
    chance = {**_BY_CHANCE, "entropy": raw["entropy_of_uniform"], "chi_square": "about 255"}
    return [
        {
            "figure": figure.replace("_", " "),
            "as_made": _told(raw[figure]),
            "hashed": _told(hashed[figure]),
            "by_chance": chance.get(figure),
        }
        for figure in raw
        if figure != "entropy_of_uniform"
    ]


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return f"{value['bytes']} % of bytes, {value['bits']} % of bits"
    return (", ".join(value) or "none") if isinstance(value, list) else value
