"""``ridgekey-lab data verify``: looks a data set over and says what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from lab.datasets.inspection import FolderContent, Inspection, inspect
from lab.datasets.print_set import View
from lab.datasets.published import FILES
from lab.datasets.verdict import problems_of
from shared.errors import Code, Failure
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, option
from shared.terminal.output import note, show_items, show_record
from shared.terminal.progress import progress


def verify(
    path: Annotated[Path, typer.Argument(help="Folder that holds Real and Altered.", metavar="PATH")],
    partial: Annotated[
        bool, option("--partial", help="Do not expect all of SOCOFing, only whole people.")
    ] = False,
    output_format: FormatOption = None,
) -> None:
    """Count, decode and compare all prints of SOCOFing or of a set in its layout. Exit code 7 when broken."""
    with progress("Reading prints") as bar:
        found = inspect(path, bar)
    problems = problems_of(found, whole=not partial)
    compared = not partial and not found.synthetic
    folders = [_folder(content, found, compared) for content in found.contents]
    if resolve(output_format) is Format.JSON:
        show_record(_report(found, folders, problems), output_format)
    else:
        show_items(_COLUMNS, folders, output_format)
        show_record(_summary(found), output_format)
    if problems:
        _refuse(path, problems, output_format, compared)


_COLUMNS = ("folder", "prints", "published", "unreadable", "misnamed", "sizes")


def _folder(content: FolderContent, found: Inspection, compared: bool) -> dict[str, Any]:
    expected = FILES.get((content.folder.view, content.folder.severity)) if compared else None
    return {
        "folder": content.folder.path.relative_to(found.layout.root).as_posix(),
        "prints": len(content.prints),
        "published": expected,
        "unreadable": len(content.unreadable),
        "misnamed": len(content.misnamed) + len(content.misplaced),
        "other_files": content.others,
        "sizes": {f"{width}x{height}": count for (width, height), count in content.sizes.most_common()},
    }


def _summary(found: Inspection) -> dict[str, Any]:
    people = found.fingers()
    complete = sum(len(fingers) == 10 for fingers in people.values())
    return {
        "found_in": str(found.layout.root),
        "origin": found.origin,
        "people": len(people),
        "people_with_ten_fingers": complete,
        "same_picture_of_several_people": f"{len(found.twins)} groups, {sum(map(len, found.twins))} files",
    }


def _report(found: Inspection, folders: list[dict[str, Any]], problems: list[str]) -> dict[str, Any]:
    people = found.fingers()
    return {
        "ok": not problems,
        "problems": problems,
        "found_in": str(found.layout.root),
        "origin": found.origin,
        "folders": folders,
        "people": len(people),
        "people_with_ten_fingers": sum(len(fingers) == 10 for fingers in people.values()),
        "enrolled": found.count(View.ENROLLED),
        "identical": [[path.name for path in group] for group in found.twins],
        "unreadable": [sentence for content in found.contents for sentence in content.unreadable],
        "misnamed": [path.name for content in found.contents for path in content.misnamed],
        "misplaced": [path.name for content in found.contents for path in content.misplaced],
    }


def _refuse(path: Path, problems: list[str], output_format: Format | None, compared: bool) -> None:
    if resolve(output_format) is Format.TABLE:
        for problem in problems:
            note(problem)
    advice = "; say --partial if only a part of SOCOFing is meant" if compared else ""
    raise Failure(Code.INTEGRITY, f"{path} is not as it should be, for the reasons above{advice}.")
