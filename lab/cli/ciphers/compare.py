"""``ridgekey-lab ciphers compare``: image ciphers side by side on one picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lab.cli.ciphers.timestamp import TimestampOption
from lab.cli.scipy_extra import require_scipy
from lab.cli.torch_extra import require_torch
from shared.stores.atomic import check_writable, write_file
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, option
from shared.terminal.output import Titled, note, show_items, show_tables
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.ciphers.comparison import Compared

_NOISE = ("cipher", "entropy", "chi_square", "horizontal_r", "vertical_r", "diagonal_r", "seconds")
_CHANGE = (
    "cipher",
    "NPCR_pc",
    "UACI_pc",
    "expected",
    "MSE",
    "PSNR",
    "one_value",
    "key_NPCR",
    "key_UACI",
)
_NOTES = (
    "expected: UACI_pc of any noise and this picture.",
    "one value: values of the ciphertext that change with one of the picture.",
    "key: between ciphertexts under this key and the nearest, a second later or a bit apart.",
)


def compare(
    image: Annotated[Path, typer.Argument(help="PNG, JPEG, BMP, TIFF or PPM, 8 bits.", metavar="IMAGE")],
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Ciphers; all unless given.", metavar="METHOD", show_default=False),
    ] = None,
    timestamp: TimestampOption = None,
    picture: Annotated[
        Path | None, option("--picture", help="Write all ciphertexts in a row, PNG.", metavar="FILE")
    ] = None,
    output_format: FormatOption = None,
) -> None:
    """Measure image ciphers on one picture: noise, NPCR and UACI both ways, one changed pixel, time.

    Without an EXIF date and --timestamp a fixed date is the key; other ciphers have a key known to all.
    """
    require_torch()
    require_scipy()
    from lab.ciphers.comparison import CAUTION, beside
    from lab.ciphers.comparison import compare as measure
    from lab.ciphers.paper_002.timestamp import EXAMPLE, check_timestamp
    from lab.ciphers.picture_files import png_bytes, read_source
    from lab.ciphers.registry import CIPHERS, find_cipher

    if picture is not None:
        check_writable(picture)
    ciphers = [find_cipher(name) for name in dict.fromkeys(names or CIPHERS)]
    source = read_source(image)
    date = check_timestamp(timestamp.encode()) if timestamp else source.timestamp or EXAMPLE
    with progress("Comparing") as bar:
        compared = measure(source.pixels, ciphers, date, bar)
    if picture is not None:
        write_file(picture, png_bytes(beside(source.pixels, compared)))
    _show(compared, output_format)
    note(CAUTION)


def _show(compared: list[Compared], output_format: Format | None) -> None:
    if resolve(output_format) is Format.JSON:
        show_items((), [one.record() for one in compared], output_format)
        return
    rows = [_row(one) for one in compared]
    noise = Titled("The ciphertexts", _NOISE, rows, (), {})
    show_tables([noise, Titled("What changes", _CHANGE, rows, _NOTES, {})], output_format)


def _row(one: Compared) -> dict[str, Any]:
    expected = {found.name: found.expected for found in one.measurements}["UACI_pc (%)"]
    near = [f"{found.value:.2f}" for found in one.near_key] or [None, None]
    shown = {
        "entropy": f"{one.value('entropy'):.4f}",
        "chi_square": f"{one.value('chi-square'):.1f}",
        "horizontal_r": f"{one.value('horizontal r'):.4f}",
        "vertical_r": f"{one.value('vertical r'):.4f}",
        "diagonal_r": f"{one.value('diagonal r'):.4f}",
        "seconds": f"{one.seconds:.4f}",
        "NPCR_pc": f"{one.value('NPCR_pc (%)'):.2f}",
        "UACI_pc": f"{one.value('UACI_pc (%)'):.2f}",
        "expected": f"{expected or 0.0:.2f}",
        "MSE": f"{one.value('MSE'):.0f}",
        "PSNR": f"{one.value('PSNR (dB)'):.2f}",
    }
    return {
        **shown,
        "cipher": one.cipher.name,
        "one_value": one.changed_values,
        "key_NPCR": near[0],
        "key_UACI": near[1],
    }
