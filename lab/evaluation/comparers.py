"""Networks, verifiers and plain pixels as comparers of prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lab.evaluation.agreement_scorer import AgreementScorer
from lab.evaluation.baseline import SMALL_SIDE, small_vectors
from lab.evaluation.features import dense_features
from lab.evaluation.scorers import EmbeddingScorer, Pixels, Scorer, Vectors
from lab.training.plans import Kind
from lab.training.trained import Trained
from shared.biometrics.normalisation import normalise
from shared.biometrics.preprocessing import preprocess
from shared.biometrics.prints import Print
from shared.biometrics.verification import EmbeddingVerifier, PatchReader, PatchSearch
from shared.biometrics.verification.agreement import FULL

SEARCH = PatchSearch(window=192, stride=12, turns=3, turn=12, doubt=4)
"""Patches every 2.7 ridges, and 36 degrees to both sides: what a verifier tries of a live print."""

PLAIN_SIDE = 96
"""Side of the square of a normalised print that the plain baseline compares, in pixels."""

_TANH_ONE = 32767
_PLAIN = f"correlation of {SMALL_SIDE} x {SMALL_SIDE} pixels"


def network_scorer(trained: Trained, search: PatchSearch) -> Scorer:
    """How a network of any kind compares prints.

    Args:
        trained: the network. An embedding compares patches as its verifier will; of subject and finger
            networks
            the cosine of dense_1 after its tanh is taken, of whole prints as they lie.
        search: how an embedding looks at prints.
    """

    def features(pictures: Pixels) -> NDArray[np.int16]:
        # Rounded as the exact network gives them, so that everything behind is what a verifier computes.
        return np.rint(_TANH_ONE * _tanh(trained, pictures)).astype(np.int16)

    name = f"dense_1 of the {trained.kind} network"
    if trained.kind is Kind.EMBEDDING:
        return AgreementScorer(name, PatchReader(search, trained.network.side, features))
    return _whole_prints(name, lambda picture: _tanh(trained, picture), trained.network.side)


def network_baseline(trained: Trained, search: PatchSearch) -> Scorer:
    """The plain baseline on the very prints that :func:`network_scorer` compares, read alike."""
    if trained.kind is Kind.EMBEDDING:
        return _plain_in_turns(search)
    return _whole_prints(_PLAIN, small_vectors, trained.network.side)


def verifier_scorer(verifier: EmbeddingVerifier) -> Scorer:
    """The scores of an embedding verifier, as parts of 1 instead of Q15, in its own integers."""
    return AgreementScorer("the verifier's embedding", verifier.reader, verifier.network.backend)


def verifier_baseline(verifier: EmbeddingVerifier) -> Scorer:
    """The plain baseline in the turns that a verifier tries."""
    return _plain_in_turns(verifier.search)


def verifier_threshold(verifier: EmbeddingVerifier) -> float:
    """From which score on a verifier accepts, in the unit of :func:`verifier_scorer`."""
    return verifier.threshold / FULL


def _tanh(trained: Trained, pictures: Pixels) -> Vectors:
    return np.tanh(dense_features(trained.network, pictures).numpy())


def _whole_prints(name: str, embed: Callable[[Pixels], Vectors], side: int) -> EmbeddingScorer:
    """Reads a whole print as key generation does."""

    def vectors(pixels: Pixels) -> Vectors:
        return embed(preprocess(Print(pixels), side, side)[None])

    return EmbeddingScorer(name, vectors, vectors)


def _plain_in_turns(search: PatchSearch) -> EmbeddingScorer:
    """Reads the middle of a print as verification normalises it; the live one in every turn."""
    middle = replace(search, window=PLAIN_SIDE)

    def enrol(pixels: Pixels) -> Vectors:
        return small_vectors(middle.straight(normalise(Print(pixels), middle.drawn))[None])

    def look(pixels: Pixels) -> Vectors:
        return small_vectors(np.stack(middle.turned(normalise(Print(pixels), middle.drawn))))

    return EmbeddingScorer(_PLAIN, enrol, look)
