"""The certificates of a branch, each within its admission: the one in force, and the renewed one (§2.8).

A renewed one lies beside the one in force until the head office was called with it once. Which key belongs
to an admission, its certificate says; so each step of a renewal is the replacement of one file, and whatever
ends a process between two of them leaves a branch that can call.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from shared.crypto.joining import Admission, parse_admission
from shared.crypto.signed_papers import MAX_ADMISSION_BYTES
from shared.crypto.tls_keys import PrivateKey, PublicKey
from shared.errors import Code, Failure
from shared.stores.atomic import read_file, refusal, sync_folder, write_file
from shared.stores.home import Home
from shared.stores.keyring import TLS, Keyring
from shared.stores.locks import LOCK_FOLDER, held

ADMISSION_FILE = "head-office.admission"
"""The accepted admission, as the head office signed it."""

RENEWED_FILE = "renewed.admission"
"""One that the head office answered to a renewal, and that was not used yet."""


def load_admission(home: Home) -> Admission:
    """The admission in force at this branch.

    Raises:
        Failure: ``HOME_INVALID`` when there is none yet; ``INTEGRITY`` when it was altered since.
    """
    path = home.root / ADMISSION_FILE
    if not path.exists():
        sentence = "This branch was not admitted yet; run `ridgekey-branch accept` with the admission."
        raise Failure(Code.HOME_INVALID, sentence)
    return parse_admission(read_file(path, MAX_ADMISSION_BYTES))


class Certificates:
    """The certificates of one branch. Who changes them holds the lock.

    Args:
        home: the branch's.
        keyring: its keys.
    """

    def __init__(self, home: Home, keyring: Keyring) -> None:
        self._home = home
        self._keyring = keyring
        self._renewed = home.root / RENEWED_FILE

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep every other process of this branch from changing its certificates.

        Raises:
            Failure: ``LOCAL_FAILURE`` when the lock file cannot be made.
        """
        with held(self._home.root / LOCK_FOLDER / "certificate.lock"):
            yield

    def accepted(self) -> Admission:
        """The one in force.

        Raises:
            Failure: as :func:`load_admission`.
        """
        return load_admission(self._home)

    def renewed(self) -> Admission | None:
        """The one that was not used yet, if there is one.

        Raises:
            Failure: ``INTEGRITY`` when it was altered.
        """
        try:
            return parse_admission(read_file(self._renewed, MAX_ADMISSION_BYTES))
        except Failure as failure:
            if failure.code is Code.NOT_FOUND:
                return None
            if failure.code is not Code.INTEGRITY:
                raise
            sentence = f"{self._renewed} is damaged; delete it, and the branch goes on with the one before."
            raise Failure(Code.INTEGRITY, sentence) from None

    def newest(self) -> Admission:
        """The one to call with.

        Raises:
            Failure: as :meth:`accepted` and :meth:`renewed`.
        """
        return self.renewed() or self.accepted()

    def key_of(self, admission: Admission) -> PrivateKey:
        """The private key of an admission's certificate.

        Raises:
            Failure: ``HOME_INVALID`` when it is missing; ``INTEGRITY`` when it does not open.
        """
        return self._keyring.key_of(TLS, admission.certificate.public_key())

    def prepare(self, key: PrivateKey) -> None:
        """Keep a key that a certificate is asked for by a file; it serves once that is accepted."""
        self._keyring.put_renewed(TLS, key)

    def keep(self, key: PrivateKey, admission: bytes) -> None:
        """Keep a renewed certificate, verified, beside the one in force: from now on it is the newest.

        Raises:
            Failure: ``LOCAL_FAILURE`` or ``STORAGE_UNAVAILABLE``; the newest is as it was then.
        """
        self._keyring.put_renewed(TLS, key)
        write_file(self._renewed, admission)

    def put_in_force(self) -> None:
        """Put the renewed certificate, used once, in the place of the one before; that one's key goes."""
        self._accept(read_file(self._renewed, MAX_ADMISSION_BYTES))
        self._drop_keys()
        self._drop_renewed()  # last: while it is there, whoever comes next does all of this again

    def give_up_renewed(self) -> None:
        """Go back to the one in force, since the head office does not take the renewed one."""
        self._drop_renewed()
        self._drop_keys()

    def replace(self, admission: bytes) -> None:
        """Put an admission, verified, that the head office sent as a file in the place of every other.

        Raises:
            Failure: ``LOCAL_FAILURE``; the one in force is as it was then.
        """
        self._drop_renewed()
        self._accept(admission)
        self._drop_keys()

    def _accept(self, admission: bytes) -> None:
        write_file(self._home.root / ADMISSION_FILE, admission)

    def _drop_renewed(self) -> None:
        try:
            self._renewed.unlink(missing_ok=True)
            sync_folder(self._home.root)
        except OSError as error:
            raise refusal("delete", self._renewed, error) from None

    def _drop_keys(self) -> None:
        public_key = self.accepted().certificate.public_key()
        if isinstance(public_key, PublicKey):  # as every admission's that verified
            self._keyring.drop_others(TLS, [public_key])
