"""Model files: the fingerprint network that both ends regenerate keys with."""

from __future__ import annotations

from pathlib import Path

from shared.biometrics.models import default_network
from shared.exact.network import Network, parse_network
from shared.stores.atomic import read_file

MAX_MODEL_BYTES = 64 * 1024 * 1024


def load_network(path: Path | None = None) -> Network:
    """Load the network of a model file, or the one that comes with RidgeKey.

    Raises:
        Failure: ``NOT_FOUND``, ``TOO_LARGE``, ``MALFORMED`` or ``INTEGRITY`` for a file that is no model.
    """
    return default_network() if path is None else parse_network(read_file(path, MAX_MODEL_BYTES))
