"""Pixels beside their neighbours in three directions, of a picture and of its ciphertext."""

from __future__ import annotations

from lab.batteries.images.neighbours import Direction, Sample, neighbour_correlation, neighbour_pairs
from lab.batteries.images.pictures import Picture
from lab.report.chart import Chart, Charts
from lab.report.data_file import DataFile
from lab.report.demonstration import Demonstration
from lab.report.figures.scatter import neighbour_scatter
from lab.report.section import Section
from lab.report.sections.measured import missed_limits
from lab.report.verdict import Verdict

PAIRS = 5000
"""Drawn of each; the correlation is of all of them."""

_LEAD = (
    "Neighbouring pixels of a picture are alike and lie along the diagonal. Those of a ciphertext should "
    "fill the square. {pairs:,} pairs are drawn in each direction, with the seed of the report; the "
    "correlation is of all pairs.",
)


def image_neighbour_section(shown: Demonstration, seed: int) -> Section:
    """Three scatters of the picture and three of its ciphertext.

    Args:
        shown: the pictures.
        seed: of drawing the pairs.
    """
    sample = Sample(PAIRS, seed)
    charts = [
        _chart(name, picture, direction, sample)
        for name, picture in (("picture", shown.plain), ("ciphertext", shown.cipher))
        for direction in Direction
    ]
    judged = {str(d): [neighbour_correlation(shown.cipher, d)] for d in Direction}
    verdict = Verdict(missed_limits(judged))
    lead = [paragraph.format(pairs=PAIRS) for paragraph in _LEAD]
    return Section("image-neighbours", "Pixels beside their neighbours", lead, [verdict, Charts(charts)])


def _chart(name: str, picture: Picture, direction: Direction, sample: Sample) -> Chart:
    measured = neighbour_correlation(picture, direction)
    kept = measured.limits.text() if measured.limits else "unknown"
    pairs = neighbour_pairs(picture, direction, sample)
    alt = (
        f"Scatter of {pairs.shape[1]:,} pairs of {direction} neighbours of the {name}. Their correlation is "
        f"{measured.value:.4f}; 99 % of uniform pictures have {kept}."
    )
    data = DataFile(f"image-neighbours-{name}-{direction}", ("pixel", "neighbour"), pairs.T.tolist())
    title = f"{name.capitalize()}, {direction}: r = {measured.value:.4f}"
    return Chart(title, alt, neighbour_scatter(pairs, "pixel", "neighbour"), data)
