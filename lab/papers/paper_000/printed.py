"""What paper 000 prints in its two tables; data, with decimal points for its commas."""

from __future__ import annotations

KEY_BITS = {"baboon": 67_680, "peppers": 64_416, "cat": 62_272, "dog": 56_800}
"""Table 1, key length."""

ENTROPY = {"baboon": 0.99999872, "peppers": 0.99999127, "cat": 0.99998799, "dog": 0.99998733}
"""Table 1, Shannon entropy. It is below 1, so it is that of single bits."""

P_VALUES = {
    "Monobit": 0.7264,
    "Frequency": 0.6707,
    "Runs": 0.8209,
    "Longest Run": 0.5748,
    "Binary Matrix Rank": 0.7268,
    "DFT": 0.9890,
    "Non Overlapping Template Matching": 0.5768,
    "Overlapping Template Matching": 0.9467,
    "Maurer's Universal": 0.7921,
    "Linear Complexity": 0.6324,
    "Serial": 0.5245,
    "Approximate Entropy": 0.6777,
    "Cumulative Sums": 0.8900,
    "Random Excursion": 0.7920,
    "Random Excursion Variant": 0.6327,
}
"""Table 2. It is not said of which picture's key."""

TESTS = {
    "Monobit": "frequency",
    "Frequency": "block-frequency",
    "Runs": "runs",
    "Longest Run": "longest-run",
    "Binary Matrix Rank": "rank",
    "DFT": "dft",
    "Non Overlapping Template Matching": "non-overlapping",
    "Overlapping Template Matching": "overlapping",
    "Maurer's Universal": "universal",
    "Linear Complexity": "linear-complexity",
    "Serial": "serial",
    "Approximate Entropy": "approximate-entropy",
    "Cumulative Sums": "cumulative-sums",
    "Random Excursion": "excursions",
    "Random Excursion Variant": "excursions-variant",
}
"""The battery's name of each row. Monobit and Frequency are one test; the second must be its block form."""
