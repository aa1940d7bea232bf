"""The home of an administrator's machine: its key, and who admitted it (protocol §9.4)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from shared.crypto.admin_joining import AdminAdmission, make_admin_request, parse_admin_admission
from shared.crypto.randomness import Randomness
from shared.crypto.signed_papers import MAX_ADMISSION_BYTES, check_admits
from shared.crypto.tls_keys import PrivateKey, make_private_key
from shared.crypto.validity import check_valid_at
from shared.errors import Code, Failure
from shared.identifiers import parse_admin_name
from shared.stores.atomic import read_file, write_file
from shared.stores.founding import Founded, found_home
from shared.stores.home import Home, HomeKind
from shared.stores.keyring import TLS, Keyring

ADMISSION_FILE = "head-office.admission"
"""The accepted admission, as the head office signed it."""


def found_administrator(home: Path, name: str, request: Path | None, randomness: Randomness) -> Founded:
    """Make an administrator's home and key, and write the request for a certificate.

    Args:
        home: the state folder to make.
        name: the administrator's name.
        request: where the request goes besides; in the home as ``<name>.request`` it always is.
        randomness: for the keys.

    Raises:
        Failure: ``INVALID_INPUT`` for a name or file that is none; ``CONFLICT`` when there is a home.
    """

    def make_keys(keys: Keyring) -> bytes:
        key = make_private_key(randomness)
        keys.put_certified(TLS, key)
        return make_admin_request(name, key)

    return found_home(home, HomeKind.ADMIN, parse_admin_name(name), request, randomness, make_keys)


def accept_admin_admission(
    home: Home, data: bytes, now: dt.datetime, randomness: Randomness
) -> AdminAdmission:
    """Verify an admission against this administrator's own key and keep it; an earlier one is replaced.

    That its authority is the head office's, the caller has settled by the fingerprint.

    Raises:
        Failure: ``INTEGRITY``, ``PERMISSION_DENIED`` for somebody else, ``CLOCK_WRONG``,
            ``CERTIFICATE_EXPIRED``; nothing is kept then.
    """
    admission = parse_admin_admission(data)
    check_admits(admission, home.text("name"), admin_key(home, randomness).public_key())
    check_valid_at(admission.certificate, now)
    write_file(home.root / ADMISSION_FILE, data)
    return admission


def load_admin_admission(home: Home) -> AdminAdmission:
    """The admission that this administrator accepted.

    Raises:
        Failure: ``HOME_INVALID`` when there is none yet; ``INTEGRITY`` when it was altered since.
    """
    path = home.root / ADMISSION_FILE
    if not path.exists():
        sentence = (
            "This administrator has no certificate yet; run `ridgekey admin accept` with the admission that "
            "the head office issued."
        )
        raise Failure(Code.HOME_INVALID, sentence)
    return parse_admin_admission(read_file(path, MAX_ADMISSION_BYTES))


def admin_key(home: Home, randomness: Randomness) -> PrivateKey:
    """The key of the administrator's certificate.

    Raises:
        Failure: ``HOME_INVALID`` when it is missing; ``INTEGRITY`` when it does not open.
    """
    with home.master_key() as master:
        return Keyring(home, master, randomness).certified(TLS)
