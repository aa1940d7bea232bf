"""The private keys of a home, each in a sealed file of its own."""

from __future__ import annotations

from collections.abc import Collection

from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.crypto.tls_keys import PrivateKey, PublicKey, decode_private_key, encode_private_key, key_id
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

    def put_renewed(self, name: str, key: PrivateKey) -> None:
        """Store the key of a certificate that is to follow another; the keys before it stay.

        Each lies under a name of its own. So the certificate's file alone says which is in force, and
        replacing that one file replaces both.
        """
        self._store.put(_renewed_name(name, key.public_key()), encode_private_key(key))

    def key_of(self, name: str, public_key: object) -> PrivateKey:
        """The private key of a certificate, whichever of this name it is.

        Args:
            name: of the first key and of those that followed it.
            public_key: the certificate's.

        Raises:
            Failure: as :meth:`certified`; the first key when none that followed is this one.
        """
        return self.certified(self._name_of(name, public_key))

    def drop_others(self, name: str, public_keys: Collection[PublicKey]) -> None:
        """Delete every key of this name but those of some certificates.

        Raises:
            Failure: ``STORAGE_UNAVAILABLE``, or as :meth:`key_of` when the key of one of them is not here;
                nothing is deleted then.
        """
        kept = {self._name_of(name, public) for public in public_keys}
        for each in kept:
            self.certified(each)
        for stored in self._store.names():
            if stored not in kept and (stored == name or stored.startswith(f"{name}-")):
                self._store.delete(stored)

    def _name_of(self, name: str, public_key: object) -> str:
        if isinstance(public_key, PublicKey) and self._store.exists(_renewed_name(name, public_key)):
            return _renewed_name(name, public_key)
        return name

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


def _renewed_name(name: str, public_key: PublicKey) -> str:
    return f"{name}-{key_id(public_key)}"
