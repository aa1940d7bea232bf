"""The layer of an integer network that tells classes apart, from the tanh outputs of its dense layer.

It is a record that a model may have or not. The features are 16-bit integers, the weights signed bytes of one
common step, so that scores of different classes can be compared, and everything is added in 64-bit integers:
no float takes part, so no proof about floats is needed here, only that nothing overflows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shared.errors import Code, Failure

FEATURE_MAX = 32767
"""Largest magnitude of a feature: tanh in Q15."""

SCORE_LIMIT = 1 << 40
"""What no score reaches: far inside 64 bits, and a double holds it too."""


@dataclass(frozen=True, eq=False)
class Classifier:
    """Scores of classes, ``weight · features + bias``.

    Attributes:
        weight: int8 [classes, features].
        bias: int32 [classes], in units of weight step times 2^-15.
    """

    weight: npt.NDArray[np.int8]
    bias: npt.NDArray[np.int32]

    def __post_init__(self) -> None:
        """Check shapes and types, and prove that no score overflows.

        Raises:
            Failure: ``MALFORMED`` for wrong shapes or types, ``INTEGRITY`` when the proof fails.
        """
        shaped = self.weight.ndim == 2 and self.weight.size > 0 and self.bias.shape == self.weight.shape[:1]
        if not shaped or self.weight.dtype != np.int8 or self.bias.dtype != np.int32:
            raise Failure(
                Code.MALFORMED, "A tensor of the model has the wrong shape or type; export it anew."
            )
        # In 64 bits, because |−128| fits no signed byte.
        magnitudes = np.abs(self.weight.astype(np.int64)).sum(axis=1) * FEATURE_MAX
        if int((magnitudes + np.abs(self.bias.astype(np.int64))).max()) >= SCORE_LIMIT:
            raise Failure(Code.INTEGRITY, "The classifier of the model can exceed 2^40; export it anew.")

    def scores(self, features: npt.NDArray[np.int16]) -> npt.NDArray[np.int64]:
        """The score of every class.

        Args:
            features: int16 [N, features], tanh in Q15.

        Returns:
            int64 [N, classes]; the larger, the likelier.

        Raises:
            ValueError: the array has another shape or type.
        """
        inputs = self.weight.shape[1]
        if features.dtype != np.int16 or features.ndim != 2 or features.shape[1] != inputs:
            raise ValueError(f"features must be int16 [N, {inputs}]")
        scores: npt.NDArray[np.int64] = features.astype(np.int64) @ self.weight.T.astype(np.int64)
        return scores + self.bias
