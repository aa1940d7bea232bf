"""The private keys of a home, each in a sealed file of its own."""

from __future__ import annotations

from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.crypto.tls_keys import PrivateKey, decode_private_key, encode_private_key
from shared.errors import Code, Failure
from shared.stores.home import Home
from shared.stores.sealed_store import SealedStore

AUTHORITY = "authority"
SERVER = "server"
PACKAGE = "package"
LOG = "log"
"""The head office's keys: of its authority, its server, its enrolment packages, its audit checkpoints."""

TLS = "tls"
HPKE = "hpke"
"""A branch's keys: of its certificate, and of the enrolment packages sealed to it."""

KIND = "key"


class Keyring:
    """The keys of one home by name.

    Args:
        home: whose keys.
        master: the home's master key.
        randomness: for sealing.
    """

    def __init__(self, home: Home, master: Secret, randomness: Randomness) -> None:
        self._store = SealedStore(home.keys, master, KIND, randomness)

    def put_certified(self, name: str, key: PrivateKey) -> None:
        """Store the P-256 key of a certificate."""
        self._store.put(name, encode_private_key(key))

    def certified(self, name: str) -> PrivateKey:
        """The P-256 key of a certificate.

        Raises:
            Failure: ``HOME_INVALID`` when it is missing; ``INTEGRITY`` when it does not open.
        """
        return decode_private_key(self._read(name))

    def put_secret(self, name: str, key: Secret) -> None:
        """Store a key that is plain bytes."""
        self._store.put(name, key.export_bytes())

    def secret(self, name: str) -> Secret:
        """A key that is plain bytes; the caller wipes it.

        Raises:
            Failure: ``HOME_INVALID`` when it is missing; ``INTEGRITY`` when it does not open.
        """
        return Secret(self._read(name))

    def _read(self, name: str) -> bytes:
        try:
            return self._store.get(name)
        except Failure as failure:
            if failure.code is Code.NOT_FOUND:
                sentence = f"The home's {name} key is missing; restore the home from a backup."
                raise Failure(Code.HOME_INVALID, sentence) from None
            raise
