"""Tables 18 and 20: entropy before and after the swarm, and with tanh and ReLU."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lab.batteries.histogram_null import entropy_and_chi_square, entropy_limits
from lab.batteries.keys.key_bytes import Key
from lab.papers.paper_003.key_material import KeyMaterial, UserKeys
from lab.papers.paper_003.key_table import KEY_BYTES, Row, key_table, named, of_user, rows_of, short
from lab.papers.paper_003.printed_keys import ENTROPY, RELU, TANH, WITH_SWARM, WITHOUT_SWARM
from lab.papers.tables import Table
from shared.keygen.swarm import optimise


def table_18(material: KeyMaterial | None) -> Table:
    """Entropy of the twenty candidates, their mean and the best of them, and of the swarm's key."""

    def ours(one: UserKeys) -> Row:
        before = entropies(one.candidates)
        return {
            "mean_without": short(float(np.mean(before))),
            "best_without": short(max(before)),
            "with": short(_entropy(one.key)),
        }

    def printed(user: int) -> Row:
        without, optimised = of_user(WITHOUT_SWARM, user), of_user(WITH_SWARM, user)
        return {"paper_without": without, "paper_with": optimised}

    rows = rows_of(material, printed, ("mean_without", "best_without", "with"), ours)
    limits = entropy_limits(KEY_BYTES)
    below = [user for user, value in WITH_SWARM.items() if value is not None and value < limits.low]
    findings = [
        "it is not said which candidate is the key without the swarm; ours are mean and best",
        f"the printed keys of users {named(below)} are, after the swarm, less even than 99.5 % of uniform "
        f"ones ({limits.low:.3f} bits)",
        _disagreement(),
        "the swarm makes the histogram even; order and dependence of the bytes are as they were",
    ]
    if material is not None:
        start, most = float(np.mean([row["mean_without"] for row in rows])), _range(WITHOUT_SWARM)[1]
        if start > most:
            findings.append(
                f"ours start at {start:.2f} bits and not below {most}: the features of this model do not "
                "saturate, as the paper's must have"
            )
    return key_table(18, "entropy without and with the swarm", rows, findings, material)


def table_20(material: KeyMaterial | None) -> Table:
    """Entropy with tanh after the swarm, and with ReLU before and after it."""

    def ours(one: UserKeys) -> Row:
        return {
            "tanh": short(_entropy(one.key)),
            "relu_without_swarm": short(float(np.mean(entropies(one.rectified)))),
            "relu": short(_entropy(optimise(one.rectified))),
        }

    def printed(user: int) -> Row:
        return {"paper_tanh": of_user(TANH, user), "paper_relu": of_user(RELU, user)}

    rows = rows_of(material, printed, ("tanh", "relu_without_swarm", "relu"), ours)
    low, high = _range(WITHOUT_SWARM)
    least, most = _range(RELU)
    findings = [
        f"its ReLU values, {least} to {most}, are like table 18 without the swarm, {low} to {high}, and its "
        "tanh values like that with it: it probably compares two stages and not two activations",
        "ours is ReLU of the sums of a network trained with tanh, scaled to its largest value; the paper "
        "prints no scaling",
        _disagreement(),
    ]
    if material is not None:
        gain = float(np.mean([row["relu"] - row["relu_without_swarm"] for row in rows]))
        findings.append(f"the swarm raises ours with ReLU by {gain:.2f} bits on average")
    return key_table(20, "entropy with tanh and with ReLU", rows, findings, material)


def entropies(candidates: Key) -> list[float]:
    """Of every row of uint8 [n, 1024], in bits."""
    return [_entropy(candidate) for candidate in candidates]


def _entropy(key: Key) -> float:
    return entropy_and_chi_square(key)[0]


def _disagreement() -> str:
    """For which users tables 8, 18 and 20 print different entropies of what ought to be one key."""
    different = [user for user in ENTROPY if len({table[user] for table in (ENTROPY, WITH_SWARM, TANH)}) > 1]
    return f"tables 8, 18 and 20 give different entropies of the same key for users {named(different)}"


def _range(values: Mapping[int, float | None]) -> tuple[float, float]:
    known = [value for value in values.values() if value is not None]
    return min(known), max(known)
