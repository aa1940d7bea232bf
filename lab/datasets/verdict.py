"""What is wrong with a data set that was looked over, in sentences that say what was expected where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lab.datasets.inspection import Inspection
from lab.datasets.print_set import Severity, View
from lab.datasets.published import FILES, SUBJECTS
from shared.biometrics.socofing import ALTERED_FOLDER, REAL_FOLDER
from shared.identifiers import Finger

NAMED = 5
"""Of many files or fingers a sentence names so many."""


def problems_of(inspection: Inspection, *, whole: bool) -> list[str]:
    """Every way in which a data set is not as it should be.

    Args:
        inspection: what was found.
        whole: whether all of SOCOFing is expected, unless the folder says that its prints are synthetic.
    """
    expected = whole and not inspection.synthetic
    return [
        *(_missing_files(inspection) if expected else ()),
        *_missing_fingers(inspection, range(0) if not expected else SUBJECTS),
        *_bad_files(inspection),
        *_changed_files(inspection),
    ]


def folder_name(view: View, severity: Severity) -> str:
    """Where prints of a view belong, such as ``Altered/Altered-Easy``."""
    if view == View.ENROLLED:
        return REAL_FOLDER
    return f"{ALTERED_FOLDER}/{ALTERED_FOLDER}-{severity.name.capitalize()}"


def _missing_files(inspection: Inspection) -> Iterable[str]:
    for (view, severity), expected in FILES.items():
        found = inspection.count(view, severity)
        place = inspection.layout.root / folder_name(view, severity)
        if found is None:
            yield f"There is no {place}; SOCOFing has {expected:,} prints there."
        elif found != expected:
            yield f"{place} has {found:,} prints; SOCOFing has {expected:,} there."


def _missing_fingers(inspection: Inspection, subjects: Sequence[int]) -> Iterable[str]:
    """People who are not there at all, and fingers without an unaltered print."""
    if inspection.count(View.ENROLLED) is None:
        return
    fingers = inspection.fingers()
    absent = [str(subject) for subject in subjects if subject not in fingers]
    if absent:
        yield f"{len(absent):,} of {len(subjects)} people have no print: {_some(absent)}."
    strange = [str(subject) for subject in fingers if subjects and subject not in subjects]
    if strange:
        people = _counted(strange, "person is", "people are")
        yield f"{people} not of SOCOFing, whose numbers are 1 to 600: {_some(strange)}."
    incomplete = [
        f"{subject} {finger.label}"
        for subject, found in fingers.items()
        for finger in Finger
        if finger not in found
    ]
    if incomplete:
        count = _counted(incomplete, "finger has", "fingers have")
        yield f"{count} no unaltered print: {_some(incomplete)}."


def _bad_files(inspection: Inspection) -> Iterable[str]:
    for content in inspection.contents:
        place = content.folder.path
        if content.misnamed:
            count = _counted(content.misnamed, "image", "images")
            names = _some([path.name for path in content.misnamed])
            yield f"{place} has {count} without a name of SOCOFing's: {names}."
        if content.misplaced:
            count = _counted(content.misplaced, "file", "files")
            kind = "an unaltered" if content.folder.view == View.ALTERED else "an altered"
            names = _some([path.name for path in content.misplaced])
            yield f"{place} has {count} with the name of {kind} print: {names}."
        if content.unreadable:
            # Each is a sentence of its own that names its file.
            count = _counted(content.unreadable, "print", "prints")
            yield f"{place} has {count} that cannot be read."
            yield from content.unreadable[:NAMED]
    doubles = [f"{one.name} and {other.name}" for one, other in inspection.doubles()]
    if doubles:
        yield f"{_counted(doubles, 'print is', 'prints are')} there twice: {_some(doubles)}."


def _changed_files(inspection: Inspection) -> Iterable[str]:
    root = inspection.layout.root
    if inspection.gone:
        count = _counted(inspection.gone, "print that was written is", "prints that were written are")
        yield f"{count} no longer in {root}: {_some(inspection.gone)}."
    if inspection.unlisted:
        count = _counted(inspection.unlisted, "print is not the one", "prints are not those")
        yield f"{count} written to {root}: {_some(inspection.unlisted)}."


def _counted(things: Sequence[object], one: str, more: str) -> str:
    return f"{len(things):,} {one if len(things) == 1 else more}"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown} and {len(names) - NAMED:,} more"
