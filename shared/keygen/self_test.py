"""Known answers that an end checks before it serves (biometrics §1).

Two ends whose arithmetic differs in one bit would never agree on a key; better that the odd one says so at
start.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from shared.biometrics.augmentation import augment
from shared.biometrics.preprocessing import preprocess
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.exact.products import IntegerBackend
from shared.keygen.known_answers import arithmetic_answers, drawn_print, model_answers, trial_stream


def golden_path() -> Path:
    """Where the golden answers are: ``arithmetic`` by step, ``models`` by model digest."""
    return Path(__file__).with_name("golden.json")


def run_self_test(network: Network) -> None:
    """Compare this machine with the golden answers.

    A model whose answers are recorded, as the shipped one's are, must give them. Any other model must give
    the features on its backend that plain integers give.

    Raises:
        Failure: ``INTERNAL`` when the arithmetic differs, ``MODEL_MISMATCH`` when the model's results do.
            An end that gets either must not serve.
    """
    golden = _golden()
    for step, answer in arithmetic_answers().items():
        if answer != golden["arithmetic"][step]:
            raise Failure(
                Code.INTERNAL, f"The self-test of '{step}' failed: this machine computes otherwise."
            )
    recorded = golden["models"].get(network.digest.hex())
    agrees = _agrees_with_integers(network) if recorded is None else model_answers(network) == recorded
    if not agrees:
        sentence = (
            "The model's self-test failed: this machine would make other keys; reinstall or update NumPy."
        )
        raise Failure(Code.MODEL_MISMATCH, sentence)


@cache
def prove_once(network: Network) -> None:
    """:func:`run_self_test`, once in the life of this process for each network.

    Raises:
        Failure: as :func:`run_self_test`; the next call tries again.
    """
    run_self_test(network)


def _agrees_with_integers(network: Network) -> bool:
    preprocessed = preprocess(drawn_print(), network.height, network.width)
    images = augment(preprocessed, trial_stream(), versions=1)
    reference = network.with_backend(IntegerBackend())
    return np.array_equal(network.features(images), reference.features(images))


@cache
def _golden() -> dict[str, Any]:
    golden: dict[str, Any] = json.loads(golden_path().read_text(encoding="utf-8"))
    return golden
