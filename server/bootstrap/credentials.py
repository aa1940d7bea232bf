"""The head office's certificates and keys, read from its home when they are needed."""

from __future__ import annotations

from cryptography import x509

from shared.crypto.certificates import Authority, decode_certificate
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.crypto.tls_keys import PrivateKey
from shared.errors import Code, Failure
from shared.stores.home import Home
from shared.stores.keyring import AUTHORITY, LOG, PACKAGE, SERVER, Keyring

AUTHORITY_CERTIFICATE = "authority.pem"
SERVER_CERTIFICATE = "server.pem"


class Credentials:
    """What the head office proves itself with.

    Args:
        home: the head office's home.
        randomness: for the stores.
    """

    def __init__(self, home: Home, randomness: Randomness) -> None:
        self._home = home
        self._randomness = randomness

    def authority_certificate(self) -> x509.Certificate:
        """The authority's certificate, which every party holds."""
        return self._certificate(AUTHORITY_CERTIFICATE)

    def authority(self) -> Authority:
        """The authority with its key, to issue certificates."""
        return Authority(self.authority_certificate(), self._certified(AUTHORITY))

    def server(self) -> tuple[x509.Certificate, PrivateKey]:
        """The server's certificate and key."""
        certificate = self.server_certificate()
        with self._home.master_key() as master:
            key = Keyring(self._home, master, self._randomness).key_of(SERVER, certificate.public_key())
        return certificate, key

    def server_certificate(self) -> x509.Certificate:
        """The server's certificate alone."""
        return self._certificate(SERVER_CERTIFICATE)

    def package_key(self) -> Secret:
        """The Ed25519 key of enrolment packages; the caller wipes it."""
        return self._secret(PACKAGE)

    def log_key(self) -> Secret:
        """The Ed25519 key of audit checkpoints; the caller wipes it."""
        return self._secret(LOG)

    def _certified(self, name: str) -> PrivateKey:
        with self._home.master_key() as master:
            return Keyring(self._home, master, self._randomness).certified(name)

    def _secret(self, name: str) -> Secret:
        with self._home.master_key() as master:
            return Keyring(self._home, master, self._randomness).secret(name)

    def _certificate(self, name: str) -> x509.Certificate:
        path = self._home.certificates / name
        try:
            return decode_certificate(path.read_bytes())
        except (OSError, Failure):
            raise Failure(
                Code.HOME_INVALID, f"{path} is missing or damaged; restore it from a backup."
            ) from None
