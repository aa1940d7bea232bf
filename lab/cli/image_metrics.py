"""``ridgekey-lab image-metrics``: a ciphertext beside its plaintext, and beside what noise would give."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lab.cli.scipy_extra import require_scipy
from shared.errors import Code, Failure
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, option
from shared.terminal.output import Titled, note, show_record, show_tables
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.batteries.images.neighbours import Sample


def image_metrics(
    plain: Annotated[Path, typer.Argument(help="The picture, PNG, BMP, TIFF or PPM.", metavar="PLAIN")],
    cipher: Annotated[Path, typer.Argument(help="Its ciphertext, as a picture.", metavar="CIPHER")],
    other: Annotated[
        Path | None,
        option("--other", help="A second ciphertext, for NPCR and UACI.", metavar="CIPHER2"),
    ] = None,
    pairs: Annotated[
        int | None, option("--pairs", help="Neighbours to draw; all unless given.", min=1, metavar="N")
    ] = None,
    seed: Annotated[int | None, option("--seed", help="Of drawing them; 1 unless given.", min=0)] = None,
    output_format: FormatOption = None,
) -> None:
    """Measure an image cipher: entropy, chi-square, correlations, NPCR, UACI, MSE, PSNR, with their limits.

    NPCR and UACI are of two ciphertexts; those of plaintext and ciphertext are named NPCR_pc and UACI_pc.
    """
    require_scipy()
    from lab.batteries.images.files import load_picture
    from lab.batteries.images.report import CAUTION, image_report
    from lab.batteries.measurement import COLUMNS, tally

    sample = _sample(pairs, seed)
    with progress("Measuring"):
        pictures = [None if path is None else load_picture(path) for path in (plain, cipher, other)]
        report = image_report(pictures[0], pictures[1], pictures[2], sample)
    if resolve(output_format) is Format.JSON:
        show_record(report.record(), output_format)
        return
    tables = []
    for section in report.sections:
        rows = [one.row() for one in section.measurements]
        judged = any(one.limits for one in section.measurements)
        tables.append(Titled(section.title, COLUMNS, rows, [tally(section.measurements) + "."] * judged, {}))
    show_tables(tables, output_format)
    note(CAUTION)


def _sample(pairs: int | None, seed: int | None) -> Sample | None:
    from lab.batteries.images.neighbours import SEED, Sample

    if pairs is None:
        if seed is not None:
            sentence = "--seed is for drawing pairs; say how many with --pairs."
            raise Failure(Code.INVALID_INPUT, sentence, field="seed")
        return None
    return Sample(pairs, SEED if seed is None else seed)
