"""Networks, verifiers and plain pixels as comparers of prints."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lab.evaluation.baseline import SMALL_SIDE, small_vectors
from lab.evaluation.features import dense_features
from lab.evaluation.scorers import EmbeddingScorer, Pixels, Vectors
from lab.training.plans import Kind
from lab.training.trained import Trained
from shared.biometrics.normalisation import normalise
from shared.biometrics.preprocessing import preprocess
from shared.biometrics.prints import Print
from shared.biometrics.verification import EmbeddingVerifier, PoseSearch
from shared.biometrics.verification.cosine import FULL

AS_IT_LIES = PoseSearch(0, 0, 0, 0)
POSES = PoseSearch(turns=1, turn=8 * 32, shifts=2, shift=8)
"""75 poses, 8 degrees and 16 pixels to every side: what a verifier tries of a live print."""

Embed = Callable[[NDArray[np.uint8]], Vectors]
"""From pictures uint8 ``[n, side, side]`` to vectors ``[n, d]``."""


def network_scorer(trained: Trained, poses: PoseSearch) -> EmbeddingScorer:
    """Cosines of dense_1 after its tanh, of any kind of network.

    Args:
        trained: the network. Subject and finger networks read a whole print as it lies, without poses.
        poses: tried of the live print by an embedding.
    """

    def embed(pictures: Pixels) -> Vectors:
        return np.tanh(dense_features(trained.network, pictures).numpy())

    return _scorer(f"dense_1 of the {trained.kind} network", embed, trained, poses)


def network_baseline(trained: Trained, poses: PoseSearch) -> EmbeddingScorer:
    """The plain baseline on the very pictures that :func:`network_scorer` compares."""
    return _scorer(_PLAIN, small_vectors, trained, poses)


def verifier_scorer(verifier: EmbeddingVerifier) -> EmbeddingScorer:
    """The scores of an embedding verifier, as parts of 1 instead of Q15.

    Computed of its own integers; only the rounding of the cosine to Q15 is left out, so that
    ``verifier.score(…) >= threshold`` exactly where this is at least ``threshold / 2**15``, up to float32.
    """
    return EmbeddingScorer(
        "the verifier's embedding",
        lambda pixels: verifier.features(Print(pixels)),
        lambda pixels: verifier.posed_features(Print(pixels)),
    )


def verifier_baseline(verifier: EmbeddingVerifier) -> EmbeddingScorer:
    """The plain baseline on the very pictures that a verifier compares."""
    return _normalised_scorer(_PLAIN, small_vectors, verifier.network.height, verifier.poses)


def verifier_threshold(verifier: EmbeddingVerifier) -> float:
    """From which score on a verifier accepts, in the unit of :func:`verifier_scorer`."""
    return verifier.threshold / FULL


_PLAIN = f"correlation of {SMALL_SIDE} x {SMALL_SIDE} pixels"


def _scorer(name: str, embed: Embed, trained: Trained, poses: PoseSearch) -> EmbeddingScorer:
    side = trained.network.side
    if trained.kind is Kind.EMBEDDING:
        return _normalised_scorer(name, embed, side, poses)

    def vectors(pixels: Pixels) -> Vectors:
        return embed(preprocess(Print(pixels), side, side)[None])

    return EmbeddingScorer(name, vectors, vectors)


def _normalised_scorer(name: str, embed: Embed, side: int, poses: PoseSearch) -> EmbeddingScorer:
    """Reads prints as verification does; the live ones show more around, so that poses can be cut out."""

    def enrol(pixels: Pixels) -> Vectors:
        return embed(normalise(Print(pixels), side)[None])

    def look(pixels: Pixels) -> Vectors:
        return embed(poses.of(normalise(Print(pixels), side + 2 * poses.margin)))

    return EmbeddingScorer(name, enrol, look)
