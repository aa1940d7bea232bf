"""Tables 8, 10 and 16: what depends on the key's histogram alone."""

from __future__ import annotations

from lab.batteries.histogram_lock import APART, entropy_chi_square_lock
from lab.batteries.histogram_moments import histogram_moments
from lab.batteries.histogram_null import (
    chi_square_limits,
    chi_square_p_value,
    entropy_and_chi_square,
    entropy_limits,
    entropy_p_value,
)
from lab.batteries.keys.chi_square import PAPER_MOST, chi_square_test
from lab.batteries.keys.entropy import entropy_test
from lab.batteries.keys.value_range import range_tests
from lab.papers.paper_003.key_material import KeyMaterial, UserKeys
from lab.papers.paper_003.key_table import KEY_BYTES, Row, key_table, named, of_user, rows_of, short
from lab.papers.paper_003.printed_keys import CHI_SQUARE, ENTROPY, RANGE
from lab.papers.tables import Table

_HALF = 0.5


def table_8(material: KeyMaterial | None) -> Table:
    """Entropy of the keys, with its two-sided p-value."""

    def ours(one: UserKeys) -> Row:
        found = entropy_test(one.key)
        return {"ours": short(found.value), "p": short(found.p_value or 0.0)}

    def printed(user: int) -> Row:
        value = of_user(ENTROPY, user)
        return {
            "paper": value,
            "paper_p": None if value is None else short(entropy_p_value(value, KEY_BYTES)),
        }

    rows = rows_of(material, printed, ("ours", "p"), ours)
    return key_table(8, "entropy of the keys", rows, _entropy_findings(), material)


def table_10(material: KeyMaterial | None) -> Table:
    """Chi-square of the keys, and how far it is from the one that goes with the entropy of table 8."""
    lock = entropy_chi_square_lock(KEY_BYTES)

    def ours(one: UserKeys) -> Row:
        found = chi_square_test(one.key)
        residual = lock.residual(entropy_and_chi_square(one.key)[0], found.value)
        return {"ours": found.value, "p": short(found.p_value or 0.0), "residual": round(residual, 1)}

    def printed(user: int) -> Row:
        value, entropy = of_user(CHI_SQUARE, user), of_user(ENTROPY, user)
        if value is None or entropy is None:
            return dict.fromkeys(("paper", "paper_p", "paper_expected", "paper_residual"))
        return {
            "paper": value,
            "paper_p": short(chi_square_p_value(value, KEY_BYTES)),
            "paper_expected": round(lock.chi_square(entropy), 1),
            "paper_residual": round(lock.residual(entropy, value), 1),
        }

    rows = rows_of(material, printed, ("ours", "p", "residual"), ours)
    return key_table(10, "chi-square of the keys", rows, _chi_square_findings(), material)


def table_16(material: KeyMaterial | None) -> Table:
    """Range of the values, and chi-square of 16 buckets."""

    def ours(one: UserKeys) -> Row:
        reach, buckets = range_tests(one.key)
        return {
            "range": int(reach.value),
            "buckets_chi_square": short(buckets.value),
            "p": short(buckets.p_value or 0.0),
        }

    rows = rows_of(material, lambda _: {"paper": RANGE}, ("range", "buckets_chi_square", "p"), ours)
    limit = chi_square_limits(KEY_BYTES, level=0.10, degrees=15).high
    findings = (
        "the paper gives no number of buckets and no limit; 16 are read, for which one uniform key in "
        f"twenty exceeds {limit:.1f}",
    )
    return key_table(16, "range of the values", rows, findings, material)


def _entropy_findings() -> tuple[str, ...]:
    moments, limits = histogram_moments(KEY_BYTES), entropy_limits(KEY_BYTES)
    outside = [user for user, value in ENTROPY.items() if value is not None and not limits.holds(value)]
    return (
        f"1,024 uniform bytes have {moments.entropy_mean:.4f} bits with a standard deviation of "
        f"{moments.entropy_sd:.4f}, 99 % of them {limits.low:.3f} to {limits.high:.3f}: 8 is no ideal but a "
        "histogram flattened on purpose",
        f"the printed entropies of users {named(outside)} lie outside these 99 %",
        "entropy looks at the histogram alone: a sorted key has the same",
    )


def _chi_square_findings() -> tuple[str, ...]:
    lock = entropy_chi_square_lock(KEY_BYTES)
    values = {user: value for user, value in CHI_SQUARE.items() if value is not None}
    beyond = [user for user, value in values.items() if value > PAPER_MOST]
    residuals = {user: abs(lock.residual(ENTROPY[user] or 0.0, value)) for user, value in values.items()}
    apart = [user for user, residual in residuals.items() if residual >= APART]
    lattice = all(value % _HALF == 0 for value in values.values())
    return (
        f"{len(beyond)} of the {len(values)} printed values, of users {named(beyond)}, exceed the paper's "
        f"own limit of {PAPER_MOST}, though it says that all keys pass all tests",
        f"entropy and chi-square of one uniform key are locked: correlation {lock.correlation:.3f}, standard "
        f"deviation about the line {lock.residual_sd:.2f}",
        f"tables 8 and 10 are more than {APART:g} of these apart for users {named(apart)}, at most "
        f"{max(residuals.values()):.0f}: they were not measured on the same keys",
        f"all printed values {'are' if lattice else 'are not'} multiples of 0.5, as Pearson's chi-square of "
        "1,024 bytes is; equation 7 as printed would give 63.75 on average",
    )
