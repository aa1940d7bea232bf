"""What the tests count, counted plainly: bit by bit, as the document tells it."""

from __future__ import annotations

Bits = list[int]


def circular_counts(bits: Bits, width: int) -> list[int]:
    counts = [0] * 2**width
    for start in range(len(bits)):
        window = [bits[(start + k) % len(bits)] for k in range(width)]
        counts[int("0" + "".join(map(str, window)), 2)] += 1
    return counts


def longest_run(bits: Bits) -> int:
    return max(map(len, "".join(map(str, bits)).split("0")))


def non_overlapping_matches(bits: Bits, template: str) -> int:
    return "".join(map(str, bits)).count(template)  # goes on behind a match, as the document does


def overlapping_matches(bits: Bits, m: int) -> int:
    return sum(all(bits[start : start + m]) for start in range(len(bits) - m + 1))


def matrix_rank(rows: list[int]) -> int:
    rank, left = 0, list(rows)
    while left:
        row = left.pop()
        if row:
            rank += 1
            low = row & -row
            left = [other ^ row if other & low else other for other in left]
    return rank


def last_seen(values: list[int]) -> list[int]:
    seen: dict[int, int] = {}
    distances = []
    for place, value in enumerate(values, 1):
        distances.append(place - seen.get(value, 0))
        seen[value] = place
    return distances


def shortest_register(bits: Bits) -> int:
    """Linear complexity by trying every length: the first for which the bits satisfy a recurrence."""
    n = len(bits)
    for length in range(n + 1):
        rows = [
            int("".join(map(str, [*bits[place - length : place], bits[place]])), 2)
            for place in range(length, n)
        ]
        # Solvable when the column of results adds nothing to the rank of the columns before it.
        if matrix_rank([row >> 1 for row in rows]) == matrix_rank(rows):
            return length
    return n


def cycles(bits: Bits) -> list[dict[int, int]]:
    """For every cycle how often each state other than zero was visited."""
    place, found, current = 0, [], dict[int, int]()
    for bit in bits:
        place += 2 * bit - 1
        if place == 0:
            found.append(current)
            current = {}
        else:
            current[place] = current.get(place, 0) + 1
    return [*found, current] if place else found
