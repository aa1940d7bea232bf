"""Prints for a command: from a folder in SOCOFing's layout, or from a set that ``data collect`` wrote."""

from __future__ import annotations

from pathlib import Path

from lab.datasets.print_set import PrintSet, load_set
from lab.datasets.socofing_set import Report, read_folder

SUFFIX = ".npz"


def load_prints(path: Path, report: Report | None = None) -> PrintSet:
    """Load the prints that somebody named.

    Args:
        path: a folder, or a ``.npz`` file.
        report: called while a folder is read, with the number of files read and the number of files.

    Raises:
        Failure: ``INVALID_INPUT`` when it is neither; the sentence says what to name instead.
    """
    if path.suffix.lower() == SUFFIX and not path.is_dir():
        return load_set(path)
    return read_folder(path, report)
