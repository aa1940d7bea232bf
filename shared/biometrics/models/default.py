"""The default model: the finger network that ships with the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from shared.exact.network import Network, parse_network


def default_model_path() -> Path:
    """Where the shipped model file is; its model card stands beside it."""
    return Path(__file__).with_name("finger.rkmodel")


@cache
def default_network() -> Network:
    """The shipped model, read once.

    Raises:
        Failure: ``MALFORMED`` or ``INTEGRITY`` when the installed file was altered.
    """
    return parse_network(default_model_path().read_bytes())
