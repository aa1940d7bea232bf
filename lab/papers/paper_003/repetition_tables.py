"""Tables 9 and 11: what comes again in a key, anywhere or side by side."""

from __future__ import annotations

from scipy import stats

from lab.batteries.keys.adjacent_repetition import adjacent_repetition_test, repeats_p_value
from lab.batteries.keys.repetition import SECTION_BYTES, repetition_test
from lab.papers.paper_003.key_material import KeyMaterial, UserKeys
from lab.papers.paper_003.key_table import KEY_BYTES, Row, key_table, of_user, rows_of, short
from lab.papers.paper_003.printed_keys import ADJACENT, REPETITION
from lab.papers.tables import Table
from shared.keygen.histogram import LEVELS

_PLACES = KEY_BYTES - 1


def table_9(material: KeyMaterial | None) -> Table:
    """Sections of eight bytes that come again."""

    def ours(one: UserKeys) -> Row:
        return {"ours": int(repetition_test(one.key).value)}

    rows = rows_of(material, lambda user: {"paper": of_user(REPETITION, user)}, ("ours",), ours)
    findings = (
        f"the paper does not say what a section is; {SECTION_BYTES} bytes are read, of which no "
        "two are equal by chance",
    )
    return key_table(9, "repeated sections", rows, findings, material)


def table_11(material: KeyMaterial | None) -> Table:
    """Neighbouring bytes that are equal, in per cent and as counts."""

    def ours(one: UserKeys) -> Row:
        found = adjacent_repetition_test(one.key)
        repeats = int(found.statistics["repeats"])
        return {"ours": short(found.value), "repeats": repeats, "p": short(found.p_value or 0.0)}

    def printed(user: int) -> Row:
        value = of_user(ADJACENT, user)
        if value is None:
            return dict.fromkeys(("paper", "paper_repeats", "paper_p"))
        repeats = printed_repeats(value)
        p_value = short(repeats_p_value(repeats, _PLACES))
        return {"paper": value, "paper_repeats": repeats, "paper_p": p_value}

    rows = rows_of(material, printed, ("ours", "repeats", "p"), ours)
    return key_table(11, "adjacent repetition (%)", rows, _findings(), material)


def printed_repeats(percent: float) -> int:
    """The number of repeats behind a printed percentage of 1,023 pairs."""
    return round(percent * _PLACES / 100)


def _findings() -> tuple[str, ...]:
    values = [value for value in ADJACENT.values() if value is not None]
    off = max(abs(value - 100 * printed_repeats(value) / _PLACES) for value in values)
    none, most = stats.binom(_PLACES, 1 / LEVELS).pmf(0), max(map(printed_repeats, values))
    tail = stats.binom(_PLACES, 1 / LEVELS).sf(most - 1)
    return (
        f"the printed values are whole numbers of repeats in {_PLACES:,} pairs, to {off:.3f} %",
        f"uniform bytes have {_PLACES / LEVELS:.1f} repeats on average, {100 / LEVELS:.2f} %; the ideal of 0 "
        f"is met by {none:.1%} of such keys",
        f"{most} repeats or more have {tail:.1%} of them",
    )
