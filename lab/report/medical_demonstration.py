"""Drawn radiographs under a method of paper 002, with dates that everybody knows."""

from __future__ import annotations

from lab.attacks.pictures import radiograph
from lab.batteries.images.pictures import Picture
from lab.ciphers.paper_002.timestamp import EXAMPLE, a_second_later
from lab.ciphers.registry import find_cipher
from lab.report.demonstration import OTHER_KEYS, SIDE, Demonstration

METHODS = ("logistic-resnet18", "logistic-mobilenetv2", "lorenz-resnet18", "lorenz-mobilenetv2")
SHOWN = METHODS[-1]
"""The method whose histograms and scatters are shown."""


def demonstrate_method(seed: int, method: str = SHOWN) -> Demonstration:
    """Draw pictures and encrypt them with the date of the example, and with the seconds after it.

    Args:
        seed: of the pictures.
        method: of paper 002.
    """
    dates = [EXAMPLE]
    for _ in range(OTHER_KEYS):
        dates.append(a_second_later(dates[-1]))
    plain, second = radiograph(2 * seed + 1, SIDE), radiograph(2 * seed + 2, SIDE)
    touched = plain.copy()
    touched[SIDE // 2, SIDE // 2] ^= 1
    return Demonstration(
        plain=plain,
        cipher=_encrypted(plain, method, EXAMPLE),
        touched=_encrypted(touched, method, EXAMPLE),
        others=tuple(_encrypted(plain, method, date) for date in dates[1:]),
        second_plain=second,
        second_cipher=_encrypted(second, method, EXAMPLE),
    )


def _encrypted(picture: Picture, method: str, date: str) -> Picture:
    return find_cipher(method).transform(picture, date.encode())
