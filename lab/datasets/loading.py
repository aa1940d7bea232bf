"""Prints for a command: from a folder in SOCOFing's layout, or from a set that ``data collect`` wrote."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np

from lab.datasets.print_set import PrintSet, load_set
from lab.datasets.socofing_set import Report, read_folder

SUFFIX = ".npz"


def load_prints(
    path: Path, report: Report | None = None, subjects: Collection[int] | None = None
) -> PrintSet:
    """Load the prints that somebody named.

    Args:
        path: a folder, or a ``.npz`` file.
        report: called while a folder is read, with the number of files read and the number of files.
        subjects: whose prints are wanted; everyone's when not said. It saves time where they are few.

    Raises:
        Failure: ``INVALID_INPUT`` when it is neither; the sentence says what to name instead.
    """
    if path.suffix.lower() == SUFFIX and not path.is_dir():
        whole = load_set(path)
        return whole if subjects is None else whole.where(np.isin(whole.subjects, list(subjects)))
    return read_folder(path, report, subjects)
