"""Tables 12 and 17: correlation of a key with itself and with the others."""

from __future__ import annotations

import math

from lab.batteries.keys.autocorrelation import (
    LAGS,
    PAPER_MOST,
    autocorrelation_tests,
    beyond_paper,
    mean_size,
)
from lab.batteries.keys.pearson import between_keys_test, neighbour_correlation_test
from lab.papers.paper_003.key_material import KeyMaterial, UserKeys
from lab.papers.paper_003.key_table import KEY_BYTES, Row, key_table, named, of_user, rows_of, short
from lab.papers.paper_003.printed_keys import AUTOCORRELATION, PEARSON, USERS
from lab.papers.tables import Table

_ALL_PAIRS = "all pairs"


def table_12(material: KeyMaterial | None) -> Table:
    """Correlation of each key with itself moved by one byte, and the mean over the pairs of keys."""

    def ours(one: UserKeys) -> Row:
        found = neighbour_correlation_test(one.key)
        return {"ours": short(found.value), "p": short(found.p_value or 0.0)}

    rows = rows_of(material, lambda user: {"paper": of_user(PEARSON, user)}, ("ours", "p"), ours)
    findings = list(_pearson_findings())
    if material is not None and len(material.users) > 1:
        between = between_keys_test([one.key for one in material.users])
        p_value = between.p_value or 0.0
        rows.append({"user": _ALL_PAIRS, "paper": None, "ours": short(between.value), "p": short(p_value)})
        if between.within is False:
            largest = between.statistics["largest"]
            findings.append(
                f"ours of different users are correlated far beyond chance, up to {largest:.2f}: one model's "
                "features of different fingers are alike, and the swarm leaves that as it is"
            )
    return key_table(12, "Pearson correlation", rows, findings, material)


def table_17(material: KeyMaterial | None) -> Table:
    """Mean size of the autocorrelation over 50 lags, and how many lags are beyond their 95 % limit."""

    def ours(one: UserKeys) -> Row:
        mean, beyond = autocorrelation_tests(one.key)
        return {
            "ours": short(mean.value),
            "p": short(mean.p_value or 0.0),
            "lags_beyond_95": int(beyond.value),
            "lags_beyond_05": int(beyond.statistics["beyond_the_papers_05"]),
        }

    def printed(user: int) -> Row:
        value = of_user(AUTOCORRELATION, user)
        failed = value is None and user in USERS
        return {"paper": "failed" if failed else None if value is None else f"{value:.4f}"}

    columns = ("ours", "p", "lags_beyond_95", "lags_beyond_05")
    rows = rows_of(material, printed, columns, ours)
    return key_table(17, "autocorrelation", rows, _autocorrelation_findings(), material)


def _pearson_findings() -> tuple[str, ...]:
    values, pairs = set(PEARSON.values()), math.comb(len(PEARSON), 2)
    one, mean = 1 / math.sqrt(KEY_BYTES - 1), 1 / math.sqrt(KEY_BYTES * pairs)
    return (
        f"{'one value is' if len(values) == 1 else 'different values are'} printed for six keys, so it is an "
        f"average; over their {pairs} pairs uniform keys have a standard deviation of {mean:.4f}, and of one "
        f"key with itself moved {one:.4f}",
        "the ideal of .05 is a limit: the ideal is 0",
    )


def _autocorrelation_findings() -> tuple[str, ...]:
    failing = [user for user, value in AUTOCORRELATION.items() if value is None or value > PAPER_MOST]
    mean, sd = mean_size(KEY_BYTES)
    return (
        f"users {named(failing)} fail in the paper's own table, though it says that all keys pass",
        f"each lag of uniform keys exceeds {PAPER_MOST} with probability {beyond_paper(KEY_BYTES):.2f}: a "
        "limit on every lag fails random keys",
        f"the mean size over {LAGS} lags is {mean:.4f} with a standard deviation of {sd:.4f} for uniform "
        "keys; the paper does not say how many lags it takes",
        "equation 10 as printed takes no mean off and gives about 16,256 for bytes, never near 0",
    )
