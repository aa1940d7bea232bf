"""Histograms of a picture and of its ciphertext, and what is measured of the latter."""

from __future__ import annotations

from lab.batteries.images.distribution import histograms_of
from lab.batteries.images.pictures import Picture
from lab.batteries.images.report import image_report
from lab.report.chart import Chart, Charts
from lab.report.data_file import DataFile
from lab.report.demonstration import Demonstration
from lab.report.figures.histogram import byte_histogram
from lab.report.section import Block, Section
from lab.report.sections.measured import measured_listing, missed_limits
from lab.report.verdict import Verdict
from shared.keygen.histogram import LEVELS

_LEAD = (
    "A picture has a histogram of its own; a ciphertext should have that of uniform bytes, with the scatter "
    "that they have. NPCR_pc, UACI_pc, MSE and PSNR are between picture and ciphertext: under a uniform "
    "keystream they follow from the picture alone, and a value that looks better only tells of a darker or "
    "brighter picture.",
)


def image_histogram_section(shown: Demonstration) -> Section:
    """Both histograms, and all metrics of the two."""
    found = {one.title: one.measurements for one in image_report(shown.plain, shown.cipher).sections}
    charts = [
        _chart("The picture", "image-histogram-plain", shown.plain, None),
        _chart("Its ciphertext", "image-histogram-cipher", shown.cipher, shown.cipher.size / LEVELS),
    ]
    listing = measured_listing("Metrics of the picture and its ciphertext", "image-metrics", found)
    blocks: list[Block] = [Verdict(missed_limits(found)), Charts(charts), listing]
    return Section("image-histograms", "Histograms and metrics", _LEAD, blocks)


def _chart(title: str, name: str, picture: Picture, expected: float | None) -> Chart:
    (counts,) = histograms_of(picture)
    alt = (
        f"Histogram of {picture.size:,} pixels: the commonest level, {int(counts.argmax())}, occurs "
        f"{int(counts.max()):,} times, the rarest {int(counts.min()):,} times."
    )
    rows = [[level, int(count)] for level, count in enumerate(counts)]
    data = DataFile(name, ("level", "count"), rows)
    return Chart(title, alt, byte_histogram(counts, expected), data)
