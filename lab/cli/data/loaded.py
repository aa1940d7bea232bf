"""Loads the prints that a command was given, with a progress bar where it takes a while."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from lab.datasets.loading import load_prints
from lab.datasets.print_set import PrintSet
from shared.terminal.progress import progress


def load_shown(path: Path, subjects: Collection[int] | None = None) -> PrintSet:
    """Load prints as :func:`lab.datasets.loading.load_prints` does, and show how far it is.

    Args:
        path: a folder, or a ``.npz`` file.
        subjects: whose prints are wanted; everyone's when not said.

    Raises:
        Failure: ``INVALID_INPUT`` when there are none; the sentence says what to name.
    """
    with progress("Reading prints") as bar:
        return load_prints(path, bar, subjects)
