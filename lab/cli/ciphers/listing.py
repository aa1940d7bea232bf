"""``ridgekey-lab ciphers list``: what image ciphers there are, and how many keys they have."""

from __future__ import annotations

from lab.cli.scipy_extra import require_scipy
from lab.cli.torch_extra import require_torch
from shared.terminal.options import FormatOption
from shared.terminal.output import note, show_items

COLUMNS = ("cipher", "summary", "key", "claimed_bits", "effective_bits", "basis")


def listing(output_format: FormatOption = None) -> None:
    """List the image ciphers and their keys: as claimed, and as an attacker has to search them."""
    require_torch()
    require_scipy()
    from lab.ciphers.paper_002.readings import SUMMARIES
    from lab.ciphers.registry import CIPHERS

    show_items(COLUMNS, [cipher.row() for cipher in CIPHERS.values()], output_format)
    note("Bits are for a picture of 512 x 512.")
    note("Paper 002's methods can be read otherwise, as in logistic-plain+orbits; for study:")
    for reading, summary in SUMMARIES.items():
        note(f"  +{reading}: {summary}")
