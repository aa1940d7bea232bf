"""The models of this head office, loaded when first asked for."""

from __future__ import annotations

import functools

from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.stores.models import load_network


class ModelFiles:
    """The model that comes with this release (:class:`server.ports.ModelShelf`)."""

    def current(self) -> Network:
        """The model of new enrolments."""
        return self._shipped

    def get(self, digest: bytes) -> Network:
        """The model with this SHA-256.

        Raises:
            Failure: ``MODEL_MISMATCH`` when it is not here.
        """
        if self._shipped.digest != digest:
            raise Failure(Code.MODEL_MISMATCH)
        return self._shipped

    @functools.cached_property
    def _shipped(self) -> Network:
        return load_network()
