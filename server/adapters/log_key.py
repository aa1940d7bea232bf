"""The key of audit checkpoints, read from the home's keyring for each signature (protocol §7.2)."""

from __future__ import annotations

from server.adapters.sql.columns import microseconds
from server.ports import Clock
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.crypto.signatures import signing_public_key
from shared.protocol.checkpoint import Checkpoint, LogOrigin
from shared.stores.home import Home
from shared.stores.keyring import LOG, Keyring


class KeyringLogKey:
    """The log key of a home (:class:`server.ports.LogKey`); outside a call it lies sealed in its file.

    Args:
        home: whose key.
        clock: dates the checkpoints.
        randomness: for the keyring.
    """

    def __init__(self, home: Home, clock: Clock, randomness: Randomness) -> None:
        self._home = home
        self._clock = clock
        self._randomness = randomness

    def public(self) -> bytes:
        """The public key, 32 bytes.

        Raises:
            Failure: ``HOME_INVALID`` or ``INTEGRITY`` when the home has no such key.
        """
        with self._key() as key:
            return signing_public_key(key)

    def checkpoint(self, origin: LogOrigin, size: int, root: bytes) -> Checkpoint:
        """Sign the state of a log as of now.

        Raises:
            Failure: ``HOME_INVALID`` or ``INTEGRITY`` when the home has no such key.
        """
        with self._key() as key:
            return Checkpoint.signed(origin, size, root, microseconds(self._clock.now()), key)

    def _key(self) -> Secret:
        with self._home.master_key() as master:
            return Keyring(self._home, master, self._randomness).secret(LOG)
