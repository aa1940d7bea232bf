"""Scores of prints compared by their patches, as 1:1 verification compares them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from lab.evaluation.comparisons import Comparisons
from lab.evaluation.scorers import REFUSED, Pixels, Scores
from lab.evaluation.stages import Progress, unseen
from shared.biometrics.prints import Print
from shared.biometrics.verification import PatchReader
from shared.biometrics.verification.agreement import FULL, agreement_q15
from shared.errors import Code, Failure
from shared.exact.products import Backend, NumpyBackend

Read = TypeVar("Read")


class AgreementScorer:
    """The agreement of an enrolled print with a live one, as a part of 1.

    Args:
        name: what reports call it.
        reader: reads prints by their patches.
        backend: multiplies; no choice of it changes a score.
    """

    def __init__(self, name: str, reader: PatchReader, backend: Backend | None = None) -> None:
        self.name = name
        self._reader = reader
        self._backend = backend or NumpyBackend()

    def scores(
        self,
        enrolled: Sequence[Pixels],
        live: Sequence[Pixels],
        comparisons: Comparisons,
        progress: Progress = unseen,
    ) -> Scores:
        """As :class:`~lab.evaluation.scorers.Scorer` says; places that were not asked for are not numbers."""
        found = np.full((len(enrolled), len(live)), np.nan, np.float32)
        known = [_read(self._reader.enrolled, pixels) for pixels in enrolled]
        for column, pixels in enumerate(live):
            wanted = np.flatnonzero(comparisons.genuine[:, column] | comparisons.impostor[:, column])
            looks = _read(self._reader.live, pixels) if len(wanted) else None
            for row in wanted:
                seen = known[row]
                found[row, column] = (
                    REFUSED
                    if seen is None or looks is None
                    else agreement_q15(seen, looks, self._reader.search.doubt, self._backend) / FULL
                )
            progress(column + 1, len(live))
        return found


def _read(reading: Callable[[Print], Read], pixels: Pixels) -> Read | None:
    """What is read of a print; None of one that no verifier takes."""
    try:
        return reading(Print(pixels))
    except Failure as failure:
        if failure.code is not Code.INVALID_INPUT:
            raise
        return None
