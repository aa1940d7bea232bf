"""The models of this head office: the shelf of its home, and which of them the configuration names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from server.config import HeadOfficeConfig
from shared.biometrics.models import default_network, default_verifier
from shared.biometrics.verification import Verifier
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.stores.model_shelf import ModelShelf

EMBEDDING, CLOSED_SET = "embedding", "closed-set"


class ModelFiles:
    """A shelf with the current ones marked (:class:`server.ports.ModelShelf`).

    Args:
        shelf: everything that is held.
        config: names the current ones, as the home's record did when it was read.
    """

    def __init__(self, shelf: ModelShelf, config: HeadOfficeConfig) -> None:
        self._shelf = shelf
        self._config = config

    @property
    def current_digest(self) -> bytes:
        """SHA-256 of the model of every exchange and new enrolment."""
        named = self._config.model
        return default_network().digest if named is None else bytes.fromhex(named)

    def current(self) -> Network:
        """The model with that digest, after its self-test passed.

        Raises:
            Failure: ``HOME_INVALID`` when it is not on the shelf or its self-test fails.
        """
        return self.get(self.current_digest)

    def get(self, digest: bytes) -> Network:
        """The model with this SHA-256, after its self-test passed.

        Raises:
            Failure: ``HOME_INVALID`` when it is not on the shelf or its self-test fails.
        """
        with self._own(digest, "model", "ridgekey config model FILE"):
            return self._shelf.network(digest)

    def current_verifier(self, kind: str) -> Verifier:
        """What checks live prints by ``embedding`` or ``closed-set``.

        Raises:
            Failure: ``HOME_INVALID`` when there is none of that kind, it is not on the shelf, or its
                self-test fails.
        """
        digest = self._verifier_digest(kind)
        if digest is None:
            sentence = f"This head office has no {kind} verifier; run `ridgekey config verifier FILE`."
            raise Failure(Code.HOME_INVALID, sentence)
        with self._own(digest, f"{kind} verifier", "ridgekey config verifier FILE"):
            return self._shelf.verifier(digest)

    @contextmanager
    def _own(self, digest: bytes, what: str, remedy: str) -> Iterator[None]:
        """What the block takes from the shelf is this head office's: that it cannot is no branch's fault.

        What was read before is not given out once its file is gone: a server that goes on without it could
        not be started again.
        """
        self._require_held(digest, what, remedy)
        try:
            yield
        except Failure as failure:
            if failure.code is not Code.MODEL_MISMATCH:
                raise
            self._require_held(digest, what, remedy)
            raise Failure(Code.HOME_INVALID, failure.sentence) from None

    def _require_held(self, digest: bytes, what: str, remedy: str) -> None:
        if digest not in self._shelf.digests():
            sentence = (
                f"The file of this head office's {what} {digest.hex()[:12]} is gone; "
                f"put it back by `{remedy}`."
            )
            raise Failure(Code.HOME_INVALID, sentence)

    def _verifier_digest(self, kind: str) -> bytes | None:
        named = self._config.closed_set_verifier if kind == CLOSED_SET else self._config.embedding_verifier
        if named is not None:
            return bytes.fromhex(named)
        shipped = default_verifier()
        return shipped.digest if kind == EMBEDDING and shipped is not None else None
