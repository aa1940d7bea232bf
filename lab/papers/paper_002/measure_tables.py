"""Tables 5 and 6: UACI, NPCR, MSE, PSNR, entropy and correlations, all of plaintext against ciphertext."""

from __future__ import annotations

from lab.batteries.images.neighbours import Direction, neighbour_pairs
from lab.batteries.keys.pearson import normal_quantile
from lab.batteries.measurement import LEVEL
from lab.ciphers.comparison import Compared
from lab.papers.paper_002.pictures import Measured, Row, measured, method_rows, picture_table, rounded
from lab.papers.paper_002.predictions import psnr_of_mse, uaci_of_mse, values_of_entropy
from lab.papers.paper_002.printed import BROKEN, SAMPLES, Cell
from lab.papers.sources import Sources
from lab.papers.tables import Table

_HALF_A_DIGIT = 0.00005
_SHOWN_DB = 0.005


def table_5(sources: Sources) -> Table:
    """The paper's figures, what they say of each other, and ours."""
    printed = [
        {"picture": sample, "method": method, **_printed(cell)} for (sample, method), cell in SAMPLES.items()
    ]

    def ours(one: Measured, compared: Compared) -> Row:
        del one
        by_name = {found.name: found for found in compared.measurements}
        return {
            "uaci_pc": rounded(by_name["UACI_pc (%)"].value),
            "uaci_of_histogram": rounded(by_name["UACI_pc (%)"].expected or 0.0),
            "npcr_pc": rounded(by_name["NPCR_pc (%)"].value),
            "mse": rounded(by_name["MSE"].value),
            "psnr": rounded(by_name["PSNR (dB)"].value, 2),
            "entropy": rounded(by_name["entropy"].value),
        }

    rows = [*printed, *method_rows(measured(sources.images), ours)]
    return picture_table(5, "plaintext against ciphertext", rows, _findings(), sources)


def table_6(sources: Sources) -> Table:
    """Correlation of neighbours in the ciphertexts, all pairs."""
    printed: list[Row] = [
        {
            "picture": sample,
            "method": method,
            **{f"paper_{way}": value for way, value in zip(Direction, cell.correlations, strict=True)},
        }
        for (sample, method), cell in SAMPLES.items()
    ]

    def ours(one: Measured, compared: Compared) -> Row:
        found = {way.value: rounded(compared.value(f"{way} r")) for way in Direction}
        pairs = neighbour_pairs(one.source.pixels, Direction.DIAGONAL).shape[1]
        return {**found, "limit": rounded(normal_quantile(LEVEL) / pairs**0.5)}

    rows = [*printed, *method_rows(measured(sources.images), ours)]
    broken = SAMPLES[BROKEN].correlations
    findings = (
        f"the ciphertext of {BROKEN[0]} under {BROKEN[1]} has printed correlations of {broken[0]}, "
        f"{broken[1]} and {broken[2]}: it still shows the picture, yet the table passes over it",
        "limit: 99 % of uniform ciphertexts of the picture's size lie within",
    )
    return picture_table(6, "correlation of neighbours in ciphertexts", rows, findings, sources)


def _printed(cell: Cell) -> Row:
    mse = cell.mse or 0.0
    return {
        "paper_uaci": cell.uaci,
        "paper_uaci_of_mse": rounded(uaci_of_mse(mse)),
        "paper_npcr": cell.npcr,
        "paper_mse": mse,
        "paper_psnr": cell.psnr,
        "paper_psnr_of_mse": rounded(psnr_of_mse(mse), 2),
        "paper_entropy": cell.entropy,
    }


def _findings() -> tuple[str, ...]:
    off = {at: abs(uaci_of_mse(cell.mse or 0.0) - cell.uaci) for at, cell in SAMPLES.items()}
    sound = [value for at, value in off.items() if at != BROKEN]
    near = sum(value <= 0.05 for value in sound)
    wrong = [
        at
        for at, cell in SAMPLES.items()
        if abs(psnr_of_mse(cell.mse or 1.0) - (cell.psnr or 0.0)) > _SHOWN_DB
    ]
    rates = [cell.npcr for cell in SAMPLES.values()]
    least, most = (values_of_entropy(7.9999 + half) for half in (-_HALF_A_DIGIT, _HALF_A_DIGIT))
    broken = SAMPLES[BROKEN]
    return (
        "NPCR and UACI of equations 4 to 6 compare plaintext and ciphertext; other papers compare two "
        "ciphertexts, so the figures cannot be held against theirs",
        f"UACI follows from MSE, both from the plaintext's histogram: to {max(sound):.2f} % for all printed "
        f"cells but one, to 0.05 % for {near} of {len(sound)}. The best, 39.4 %, is the darkest or brightest "
        "picture",
        f"the one is {BROKEN[1]}, {BROKEN[0]}: {uaci_of_mse(broken.mse or 0.0):.2f} % would go with its MSE, "
        f"{broken.uaci:.2f} % are printed and {broken.entropy} bits of entropy: its ciphertext is no noise",
        f"NPCR of any uniform ciphertext is 99.61 %; printed are {min(rates)} to {max(rates)}",
        f"PSNR recomputed from the printed MSE differs in {len(wrong)} of {len(SAMPLES)} cells by more than "
        "rounding",
        f"an entropy of 7.9999 is what {least:,.0f} to {most:,.0f} uniform values have on average: a large "
        "colour picture, and no merit of the cipher",
    )
