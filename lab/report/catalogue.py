"""Which chapters a report on a paper has, and by what each is made.

A chapter is added as a function that takes the request and gives sections, and a line in :data:`REPORTS`. A
paper without a line of its own still has its tables, as ``reproduce`` shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lab.papers.catalogue import PAPERS, build_tables
from lab.report.request import Request
from lab.report.section import Section
from lab.report.sections.paper_tables import paper_table_sections
from lab.report.sections.training import find_trainings, training_sections
from shared.errors import Code, Failure

Builder = Callable[[Request], Sequence[Section]]


@dataclass(frozen=True)
class ChapterPlan:
    """How one chapter is made.

    Attributes:
        key: its anchor.
        title: its heading.
        build: makes its sections; none where there is nothing to show.
    """

    key: str
    title: str
    build: Builder


@dataclass(frozen=True)
class PaperReport:
    """What a report on a paper has.

    Attributes:
        about: the paper in a few words.
        secrecy: what has to be found out to find a key, in a sentence or two.
        chapters: in order.
    """

    about: str
    secrecy: Sequence[str]
    chapters: Sequence[ChapterPlan]


def _trainings(request: Request) -> Sequence[Section]:
    return training_sections(find_trainings(request.runs))


def _tables(request: Request) -> Sequence[Section]:
    return paper_table_sections(build_tables(request.paper, None, request.runs))


_TRAININGS = ChapterPlan("trainings", "Trainings", _trainings)
_TABLES = ChapterPlan("tables", "The paper's tables, ours beside them", _tables)

REPORTS: dict[str, PaperReport] = {
    "003": PaperReport(
        about="keys from fingerprints by a network, a particle swarm and Chen's system",
        secrecy=(
            "In the paper's scheme everything but the prints is public. Whoever has the prints of 600 "
            "people with ten fingers each tries 6,000 keys, which is 12.6 bits, however even the bytes of "
            "each key look.",
        ),
        chapters=(_TRAININGS, _TABLES),
    )
}


def report_on(paper: str) -> PaperReport:
    """What a report on a paper has.

    Raises:
        Failure: ``INVALID_INPUT`` for a paper of which there is nothing, saying of which there is.
    """
    if paper in REPORTS:
        return REPORTS[paper]
    if paper in PAPERS:
        return PaperReport(f"paper {paper}", (), (_TABLES,))
    known = ", ".join(sorted({*REPORTS, *PAPERS}))
    sentence = f"There is nothing of paper {paper} to report; there is of {known}."
    raise Failure(Code.INVALID_INPUT, sentence, field="paper")
