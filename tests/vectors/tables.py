"""The tables of ``shared/exact/tables``, computed afresh with 60-digit decimals.

``python -m tests.vectors.tables`` writes the four modules; a test compares what is checked in with this.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from pathlib import Path

from shared.exact.tables import degrees, entropy, sine, tanh

DIGITS = 60
LINE = 106
PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")


def sine_values() -> list[int]:
    """round(2^16 · sin(k/32°)) for k = 0..320."""
    return [_rounded(_sine(_radians(k)) * 65536) for k in range(sine.STEPS + 1)]


def cosine_values() -> list[int]:
    """round(2^16 · cos(k/32°)) for k = 0..320."""
    return [_rounded(_sine(PI / 2 - _radians(k)) * 65536) for k in range(sine.STEPS + 1)]


def degree_values() -> list[int]:
    """round(2^16 · sin k°) for k = 0..90."""
    return [_rounded(_sine(PI * k / 180) * 65536) for k in range(degrees.RIGHT_ANGLE + 1)]


def tanh_values() -> list[int]:
    """min(round(2^15 · tanh(k/256)), 2^15 − 1) for k = 0..2048."""
    return [min(_rounded(_tanh(Decimal(k) / 256) * 32768), 32767) for k in range(-tanh.INDEX_MIN + 1)]


def entropy_values() -> list[int]:
    """round(2^16 · c · log2 c) for c = 0..1024."""
    with localcontext() as context:
        context.prec = DIGITS
        two = Decimal(2).ln()
        return [0] + [_rounded(c * Decimal(c).ln() / two * 65536) for c in range(1, entropy.COUNT_MAX + 1)]


def _radians(k: int) -> Decimal:
    with localcontext() as context:
        context.prec = DIGITS
        return PI * k / (180 * sine.STEPS_PER_DEGREE)


def _sine(angle: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = DIGITS
        term = total = angle
        for n in range(1, 60):
            term = -term * angle * angle / ((2 * n) * (2 * n + 1))
            total += term
        return total


def _tanh(value: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = DIGITS
        growth = (2 * value).exp()
        return (growth - 1) / (growth + 1)


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_EVEN))


def _literal(name: str, values: Iterable[int]) -> str:
    body = textwrap.fill(" ".join(map(str, values)), LINE)
    return f'{name} = """\n{body}\n"""\n'


def render(module: Path, tables: dict[str, list[int]]) -> str:
    """The source of a table module with its literals replaced by ``tables``."""
    head = module.read_text(encoding="utf-8").partition("\n\n_")[0]
    return head + "\n\n" + "\n".join(_literal(name, values) for name, values in tables.items())


def all_tables() -> dict[Path, dict[str, list[int]]]:
    """Every table module with the literals it must hold."""
    return {
        Path(sine.__file__): {"_SINES": sine_values(), "_COSINES": cosine_values()},
        Path(degrees.__file__): {"_SINES": degree_values()},
        Path(tanh.__file__): {"_TANH": tanh_values()},
        Path(entropy.__file__): {"_WEIGHTS": entropy_values()},
    }


def main() -> None:
    """Write the table modules."""
    for module, tables in all_tables().items():
        module.write_text(render(module, tables), encoding="utf-8")


if __name__ == "__main__":
    main()
