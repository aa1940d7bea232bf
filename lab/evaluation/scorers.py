"""How alike two prints are: every way of saying so that can be measured, behind one interface."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lab.evaluation.comparisons import Comparisons
from lab.evaluation.stages import Progress, unseen
from shared.errors import Code, Failure

Pixels = NDArray[np.uint8]
Scores = NDArray[np.float32]
Vectors = NDArray[np.float32]

REFUSED = -1.0
"""The score of a comparison with a blank print, which no verifier takes: no cosine is lower."""

_TINY = 1e-12


class Scorer(Protocol):
    """Compares prints; a higher score is more alike."""

    @property
    def name(self) -> str:
        """What reports call it."""
        ...

    def scores(
        self,
        enrolled: Sequence[Pixels],
        live: Sequence[Pixels],
        comparisons: Comparisons,
        progress: Progress = unseen,
    ) -> Scores:
        """Make the comparisons asked for.

        Args:
            enrolled: n prints, uint8 ``[H, W]`` of any size.
            live: m prints.
            comparisons: which to make; other places of the result say nothing.
            progress: called with what is done and what there is.

        Returns:
            float32 ``[n, m]``.
        """
        ...


class EmbeddingScorer:
    """The largest cosine between an enrolled print and a live one over the live one's turns.

    Args:
        name: what reports call it.
        enrol: the vector of an enrolled print, ``[d]``.
        look: the vectors of a live print, ``[turns, d]``.
    """

    def __init__(
        self, name: str, enrol: Callable[[Pixels], Vectors], look: Callable[[Pixels], Vectors]
    ) -> None:
        self.name = name
        self._enrol = enrol
        self._look = look

    def scores(
        self,
        enrolled: Sequence[Pixels],
        live: Sequence[Pixels],
        comparisons: Comparisons,
        progress: Progress = unseen,
    ) -> Scores:
        """As :class:`Scorer` says; every pair is compared."""
        del comparisons  # one product gives them all
        total = len(enrolled) + len(live)
        known = []
        for done, print_ in enumerate(enrolled, start=1):
            known.append(_unit_vectors(self._enrol, print_))
            progress(done, total)
        columns = []
        for done, print_ in enumerate(live, start=len(enrolled) + 1):
            columns.append(_best_cosines(known, _unit_vectors(self._look, print_)))
            progress(done, total)
        return np.stack(columns, axis=1)


def _unit_vectors(embed: Callable[[Pixels], Vectors], print_: Pixels) -> Vectors | None:
    """Vectors of length 1 ``[turns, d]``, or of 0 where a picture is even; None when a print is blank."""
    try:
        vectors = np.atleast_2d(embed(print_)).astype(np.float32)
    except Failure as failure:
        if failure.code is not Code.INVALID_INPUT:
            raise
        return None
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _TINY)


def _best_cosines(known: Sequence[Vectors | None], posed: Vectors | None) -> Scores:
    """The highest cosine of each known print, ``[n]``."""
    best = np.full(len(known), REFUSED, np.float32)
    if posed is None:
        return best
    there = [place for place, vectors in enumerate(known) if vectors is not None]
    if there:
        best[there] = (np.concatenate([known[place] for place in there]) @ posed.T).max(axis=1)
    return best
