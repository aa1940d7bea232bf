"""All metrics of a ciphertext, its plaintext and perhaps a second ciphertext, for a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lab.batteries.images.cipher_pair import npcr, uaci
from lab.batteries.images.distribution import chi_square, entropy, histograms_of
from lab.batteries.images.fidelity import mse, psnr
from lab.batteries.images.neighbours import Direction, Sample, neighbour_correlation
from lab.batteries.images.pictures import Picture, require_alike
from lab.batteries.images.plain_cipher_pair import npcr_pc, uaci_pc
from lab.batteries.measurement import Measurement

CAUTION = (
    "These figures tell a picture from noise. A picture XORed with a public sequence looks like noise too: "
    "none of them shows that the key is secret, or that a change would be noticed."
)


@dataclass(frozen=True)
class Section:
    """Metrics of one kind.

    Attributes:
        title: what they are of.
        measurements: the metrics.
    """

    title: str
    measurements: list[Measurement]


@dataclass(frozen=True)
class ImageReport:
    """Everything that is measured.

    Attributes:
        shape: of the pictures.
        sections: the metrics.
        histograms: of the ciphertext's planes, a list of 256 counts each.
    """

    shape: tuple[int, ...]
    sections: list[Section]
    histograms: list[list[int]]

    def record(self) -> dict[str, Any]:
        """As JSON holds it."""
        sections = {one.title: [item.record() for item in one.measurements] for one in self.sections}
        return {
            "shape": list(self.shape),
            "sections": sections,
            "cipher_histograms": self.histograms,
            "caution": CAUTION,
        }


def image_report(
    plain: Picture, cipher: Picture, other: Picture | None = None, sample: Sample | None = None
) -> ImageReport:
    """Measure a ciphertext.

    Args:
        plain: the plaintext.
        cipher: its ciphertext.
        other: a second ciphertext: of the plaintext with one pixel changed, or under another key.
        sample: pairs of neighbours to draw; all unless given.

    Raises:
        Failure: ``INVALID_INPUT`` for what are no pictures of one shape, at least 2 x 2.
    """
    require_alike(plain, cipher, "plaintext and its ciphertext")
    sections = [
        Section("ciphertext", [entropy(cipher), chi_square(cipher), *_correlations(cipher, sample)]),
        Section("plaintext", [_bare(one) for one in (entropy(plain), *_correlations(plain, sample))]),
        Section(
            "plaintext and ciphertext",
            [npcr_pc(plain, cipher), uaci_pc(plain, cipher), mse(plain, cipher), psnr(plain, cipher)],
        ),
    ]
    if other is not None:
        require_alike(cipher, other, "two ciphertexts")
        sections.append(Section("two ciphertexts", [npcr(cipher, other), uaci(cipher, other)]))
    return ImageReport(plain.shape, sections, histograms_of(cipher).tolist())


def _correlations(picture: Picture, sample: Sample | None) -> list[Measurement]:
    return [neighbour_correlation(picture, direction, sample) for direction in Direction]


def _bare(found: Measurement) -> Measurement:
    """Of a plaintext nobody expects uniform bytes: the value without limits."""
    return Measurement(found.name, found.value)
