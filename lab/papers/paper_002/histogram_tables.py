"""Tables 3 and 4: ciphertexts with their histograms, and what decryption gives back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lab.batteries.images.distribution import chi_square
from lab.batteries.images.fidelity import mean_square_error, peak_signal_to_noise
from lab.ciphers.comparison import Compared, key_for
from lab.ciphers.paper_002.timestamp import EXAMPLE
from lab.papers.paper_002.envelope_rows import turned_rows
from lab.papers.paper_002.pictures import LABELS, Measured, Row, measured, method_rows, picture_table, rounded
from lab.papers.paper_002.printed import METHODS
from lab.papers.sources import Sources
from lab.papers.tables import Table


def table_3(sources: Sources) -> Table:
    """The paper shows histograms without a figure; here is their chi-square against equal counts."""

    def ours(one: Measured, compared: Compared) -> Row:
        found = chi_square(compared.ciphertext)
        return {
            "modality": one.modality,
            "shape": " x ".join(map(str, one.source.pixels.shape)),
            "date": one.source.timestamp or "none",
            "plain_chi_square": rounded(chi_square(one.source.pixels).value, 0),
            "chi_square": rounded(found.value, 1),
            "p": float(f"{found.p_value or 0.0:.3g}"),
        }

    pictures = measured(sources.images)
    rows = method_rows(pictures, ours) or [{"picture": "samples 1 to 4", "method": "all six"}]
    findings = (
        "the table prints pictures; a uniform ciphertext has a chi-square of 255 on average, 99 % of them "
        "205 to 310",
        "a flat histogram says that the ciphertext looks like noise, not that the key is secret",
        *_uneven(pictures),
    )
    return picture_table(3, "ciphertexts and their histograms", rows, findings, sources)


def _uneven(pictures: Sequence[Measured]) -> list[str]:
    """Which rows have counts that noise does not have, and for how many pictures."""
    counts = {
        label: sum(chi_square(one.compared[place].ciphertext).within is False for one in pictures)
        for place, label in enumerate(LABELS)
    }
    told = ", ".join(f"{label} {count}" for label, count in counts.items() if count)
    return (
        [f"outside the 99 % of noise of their size, of {len(pictures)} pictures: {told or 'none'}"]
        if pictures
        else []
    )


def table_4(sources: Sources) -> Table:
    """MSE and PSNR between picture and decrypted ciphertext."""
    printed: list[Row] = [
        {"picture": f"sample {number}", "method": "all four", "paper_psnr": "∞", "paper_mse": 0}
        for number in range(1, 5)
    ]

    def ours(one: Measured, compared: Compared) -> Row:
        plain = one.source.pixels
        back = compared.cipher.inverse(
            compared.ciphertext, key_for(compared.cipher, one.source.timestamp or EXAMPLE)
        )
        psnr = peak_signal_to_noise(plain, back)
        shown = "∞" if np.isinf(psnr) else f"{psnr:.2f}"
        return {"psnr": shown, "mse": mean_square_error(plain, back)}

    pictures = measured(sources.images)
    rows = [*printed, *method_rows(pictures, ours), *turned_rows(pictures)]
    findings = (
        f"all {len(METHODS)} methods are exact: the recipient is sent the sequences and regenerates nothing",
        "a bit of the envelope turned on the way is refused where it is GCM; where it is CBC the picture is "
        "another by that pixel and up to sixteen more, and nobody is told",
        "the paper calls this table resistance to noise; it is of ciphertexts that nobody touched",
    )
    return picture_table(4, "what decryption gives back", rows, findings, sources)
