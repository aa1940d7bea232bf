"""Table 7: the paper beside others; and ours by the definitions that these others use."""

from __future__ import annotations

from lab.ciphers.comparison import Compared
from lab.papers.paper_002.pictures import Measured, Row, measured, method_rows, picture_table, rounded
from lab.papers.paper_002.predictions import psnr_of_mse, uaci_of_mse
from lab.papers.paper_002.printed import COMPARED, Cell
from lab.papers.sources import Sources
from lab.papers.tables import Table

_REFERENCE = "Ref."


def table_7(sources: Sources) -> Table:
    """Printed figures with what goes with their MSE; ours of two ciphertexts, a value or a second apart."""
    printed = [{"picture": at, "method": method, **_printed(cell)} for (at, method), cell in COMPARED.items()]

    def ours(one: Measured, compared: Compared) -> Row:
        del one
        npcr, uaci = compared.one_value
        near = compared.near_key
        return {
            "one_value_npcr": float(f"{npcr.value:.4g}"),
            "one_value_uaci": float(f"{uaci.value:.4g}"),
            "next_second_npcr": rounded(near[0].value) if near else None,
            "next_second_uaci": rounded(near[1].value) if near else None,
        }

    rows = [*printed, *method_rows(measured(sources.images), ours)]
    return picture_table(7, "beside other papers", rows, _findings(), sources)


def _printed(cell: Cell) -> Row:
    return {
        "paper_uaci": cell.uaci,
        "paper_uaci_of_mse": None if cell.mse is None else rounded(uaci_of_mse(cell.mse)),
        "paper_npcr": cell.npcr,
        "paper_psnr": cell.psnr,
        "paper_psnr_of_mse": None if cell.mse is None else rounded(psnr_of_mse(cell.mse), 2),
        "paper_entropy": cell.entropy,
    }


def _findings() -> tuple[str, ...]:
    own = [cell for (_, method), cell in COMPARED.items() if not method.startswith(_REFERENCE)]
    off = max(abs(uaci_of_mse(cell.mse or 0.0) - cell.uaci) for cell in own)
    other = COMPARED["picture 1", "Ref.[18]"]
    return (
        f"the paper's own UACI follow from the printed MSE to {off:.2f} %",
        f"that of Ref.[18] on the same picture does not, {uaci_of_mse(other.mse or 0.0):.2f} % against "
        f"{other.uaci} % printed: it is of two ciphertexts, whose ideal is 33.46 %, and is no worse for "
        "being smaller",
        "by that definition, with one value of the plaintext changed, every method here changes one value of "
        "the ciphertext: NPCR is one over the number of values, and there is no resistance to differential "
        "attacks",
        "a date one second later gives an unrelated ciphertext; the same date gives the same keystream "
        "again, and two pictures of one size and second give each other away",
    )
