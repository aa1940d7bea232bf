"""A picture under the four methods of paper 002, and two pictures of one second."""

from __future__ import annotations

import numpy as np

from lab.batteries.images.distribution import chi_square, entropy, histograms_of
from lab.batteries.images.pictures import Picture
from lab.report.chart import Chart, Charts
from lab.report.data_file import DataFile
from lab.report.demonstration import Demonstration
from lab.report.figures.histogram import byte_histogram
from lab.report.medical_demonstration import METHODS, SHOWN, demonstrate_method
from lab.report.picture import Pictures, Pixels
from lab.report.section import Section

_LEAD = (
    "Rows and columns are moved and a keystream is laid over them; all four methods of the paper leave what "
    "looks like noise. Read: the network sees the date as 224 x 224 pixels of its hashes, yindex moves rows.",
    "The last picture is one ciphertext XOR another of the same second. The keystream cancels out, and what "
    "is left are both pictures with rows and columns moved: what is black in both stays black.",
    "The pictures are drawn and the date is the manual's, so that whoever reads this may have both.",
)

_OTHERS = ("logistic-plain+times-255", "lorenz-plain+times-255")
"""Readings whose keystreams are the leading digits of a value."""

_HISTOGRAM_LEAD = (
    "The ciphertext of the same picture under the other methods, and under two readings that take the "
    "leading digits of the map's values for bytes in place of the last ones: the logistic map's density "
    "shows in them. Uniform bytes have a chi-square of 255 on average, 99 % of them 205 to 310.",
)


def medical_picture_section(shown: Demonstration, seed: int) -> Section:
    """The picture, its four ciphertexts, and what two ciphertexts of one second give.

    Args:
        shown: under the method :data:`SHOWN`.
        seed: what it was drawn from.
    """
    ciphers = {
        name: shown.cipher if name == SHOWN else demonstrate_method(seed, name).cipher for name in METHODS
    }
    apart = shown.cipher ^ shown.second_cipher
    same = float(np.mean(apart == 0))
    pictures = [
        Pixels("The picture", "A drawn radiograph: a bright body with parts, on black.", shown.plain),
        *(
            Pixels(name, f"Noise of {entropy(cipher).value:.4f} bits a pixel.", cipher)
            for name, cipher in ciphers.items()
        ),
        Pixels(
            "Two ciphertexts of one second",
            f"{same:.0%} of the pixels are black, where both pictures are the same; noise has 0.4 %.",
            np.ascontiguousarray(apart),
        ),
    ]
    return Section("medical-pictures", "A picture and its ciphertexts", _LEAD, [Pictures(pictures)])


def method_histogram_section(shown: Demonstration, seed: int) -> Section:
    """Histograms of the ciphertexts that no other section counts.

    Args:
        shown: under the method :data:`SHOWN`.
        seed: what it was drawn from.
    """
    names = (*(name for name in METHODS if name != SHOWN), *_OTHERS)
    charts = [_histogram(name, demonstrate_method(seed, name).cipher) for name in names]
    return Section(
        "method-histograms", "Histograms under the other methods", _HISTOGRAM_LEAD, [Charts(charts)]
    )


def _histogram(name: str, cipher: Picture) -> Chart:
    (counts,) = histograms_of(cipher)
    found = chi_square(cipher)
    alt = (
        f"Histogram of {cipher.size:,} bytes: the commonest value occurs {int(counts.max()):,} times, the "
        f"rarest {int(counts.min()):,} times; chi-square {found.value:.1f}."
    )
    rows = [[level, int(count)] for level, count in enumerate(counts)]
    data = DataFile(f"histogram-{name.replace('+', '-')}", ("level", "count"), rows)
    drawing = byte_histogram(counts, cipher.size / counts.size)
    return Chart(f"{name}, chi-square {found.value:.1f}", alt, drawing, data)
