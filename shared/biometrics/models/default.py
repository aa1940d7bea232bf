"""What ships with the package: the network that keys are made with, and the verifier of live prints."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from shared.biometrics.verification import EmbeddingVerifier, parse_verifier
from shared.errors import Code, Failure
from shared.exact.network import Network, parse_network


def default_model_path() -> Path:
    """Where the shipped model file is; its model card stands beside it."""
    return Path(__file__).with_name("finger.rkmodel")


def default_verifier_path() -> Path:
    """Where the shipped verifier file is, if this release has one; its card stands beside it."""
    return Path(__file__).with_name("finger.rkverif")


@cache
def default_network() -> Network:
    """The shipped model, read once.

    Raises:
        Failure: ``MALFORMED`` or ``INTEGRITY`` when the installed file was altered.
    """
    return parse_network(default_model_path().read_bytes())


@cache
def default_verifier() -> EmbeddingVerifier | None:
    """The shipped verifier, read once; ``None`` when the release has none.

    Raises:
        Failure: ``MALFORMED`` or ``INTEGRITY`` when the installed file was altered.
    """
    path = default_verifier_path()
    if not path.exists():
        return None
    verifier = parse_verifier(path.read_bytes())
    if not isinstance(verifier, EmbeddingVerifier):
        raise Failure(Code.MALFORMED, "The shipped verifier is of another kind; install RidgeKey again.")
    return verifier
