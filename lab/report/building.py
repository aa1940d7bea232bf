"""Makes a report, chapter by chapter, and writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from lab.report.catalogue import PaperReport, report_on
from lab.report.document import Chapter, Document
from lab.report.inputs import list_inputs
from lab.report.material import Material
from lab.report.request import Request
from shared.stores.atomic import refusal, write_file

Tell = Callable[[int, int], None]
"""Is told how many chapters are done, and how many there are in all."""

OPENING = (
    "They can show that something is bad. Bytes that lean, neighbours that resemble each other, a test that "
    "rejects sequence after sequence: each of these tells the source from an ideal one, and that is a "
    "reason against it.",
    "They cannot show that a key is secret. Any stream of a good generator from a public seed looks just as "
    "good, and everyone can make it again. What counts is how many keys an attacker has to try who knows "
    "the code, the networks and all that is public.",
    "A single rejection is no finding. Every test rejects an ideal source too, as often as its level says: "
    "beside each count stands how many chance alone gives. More than that is a finding; fewer is one as "
    "well, since bytes that are too even were chosen.",
    "Tests that looked at the same bytes depend on each other, so that the ranges given for chance are a "
    "little too narrow.",
)


def build_report(request: Request, tell: Tell = lambda done, total: None) -> Document:
    """Measure and draw everything.

    Args:
        request: what the report is about.
        tell: is told how far it is.

    Raises:
        Failure: ``INVALID_INPUT`` for a paper, prints or people that are not there.
    """
    plan, material = report_on(request.paper), Material(request)
    chapters = []
    for place, chapter in enumerate(plan.chapters):
        tell(place, len(plan.chapters))
        chapters.append(Chapter(chapter.key, chapter.title, chapter.build(material)))
    tell(len(plan.chapters), len(plan.chapters))
    return _document(material, plan, chapters)


def write_report(document: Document, path: Path, folder: Path | None = None) -> list[Path]:
    """Write the page, and its data beside it where that is wanted.

    Args:
        document: the report.
        path: of the page.
        folder: for the CSV files; it is made if it is not there.

    Returns:
        Everything that was written, the page first.

    Raises:
        Failure: ``LOCAL_FAILURE`` when the system refuses.
    """
    files = document.files() if folder is not None else []
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise refusal("make", folder, error) from None
    written = [(folder or path.parent) / file.file_name for file in files]
    for file, target in zip(files, written, strict=True):
        write_file(target, file.text().encode())
    write_file(path, document.html().encode())
    return [path, *written]


def _document(material: Material, plan: PaperReport, chapters: Sequence[Chapter]) -> Document:
    request = material.request
    users = f"Users {', '.join(map(str, request.users))} of {material.people.origin}. " * material.about_keys
    return Document(
        title=f"Paper {request.paper}: {plan.about}",
        summary=f"{users}Measured and drawn by ridgekey-lab {version('ridgekey')}.",
        opening=(*OPENING, *plan.secrecy),
        inputs=list_inputs(material),
        chapters=chapters,
    )
