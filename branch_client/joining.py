"""How this branch joins: its request, the head office's admission, imported enrolments (protocol §9)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from branch_client.certificates import Certificates, load_admission
from shared.crypto.joining import Admission, make_request, parse_admission
from shared.crypto.packages import MAX_PACKAGE_BYTES, hpke_public_key, make_hpke_key, open_package
from shared.crypto.randomness import Randomness
from shared.crypto.signed_papers import check_admits
from shared.crypto.tls_keys import make_private_key
from shared.crypto.validity import check_valid_at
from shared.errors import Code, Failure
from shared.identifiers import parse_branch_name
from shared.stores.atomic import read_file
from shared.stores.enrolments import Enrolment, EnrolmentStore
from shared.stores.founding import Founded, found_home
from shared.stores.home import Home, HomeKind
from shared.stores.keyring import HPKE, TLS, Keyring


def found_branch(home: Path, name: str, request: Path | None, randomness: Randomness) -> Founded:
    """Make a branch's home and keys, and write its request to join.

    Args:
        home: the state folder to make.
        name: the branch's name.
        request: where the request goes; ``<name>.request`` in the home when ``None``.
        randomness: for the keys.

    Raises:
        Failure: ``INVALID_INPUT`` for a name or file that is none; ``CONFLICT`` when there is a home.
    """

    def make_keys(keys: Keyring) -> bytes:
        tls = make_private_key(randomness)
        with make_hpke_key(randomness) as hpke:
            keys.put_certified(TLS, tls)
            keys.put_secret(HPKE, hpke)
            return make_request(name, tls, hpke_public_key(hpke))

    return found_home(home, HomeKind.BRANCH, parse_branch_name(name), request, randomness, make_keys)


def accept_admission(home: Home, data: bytes, now: dt.datetime, randomness: Randomness) -> Admission:
    """Verify an admission against this branch's own key and keep it; an earlier one is replaced.

    That its authority is the head office's, the caller has settled by the fingerprint.

    Raises:
        Failure: ``INTEGRITY``, ``PERMISSION_DENIED`` for another branch, ``CLOCK_WRONG``,
            ``CERTIFICATE_EXPIRED``; nothing is kept then.
    """
    admission = parse_admission(data)
    with home.master_key() as master:
        certificates = Certificates(home, Keyring(home, master, randomness))
        check_admits(admission, home.text("name"), certificates.key_of(admission).public_key())
        check_valid_at(admission.certificate, now, "ask the head office for a new one")
        with certificates.lock():
            certificates.replace(data)
    return admission


def import_package(home: Home, path: Path, randomness: Randomness) -> Enrolment:
    """Open an enrolment package for this branch and keep the enrolment, sealed (protocol §9.3).

    Importing the generation that is held already changes nothing.

    Raises:
        Failure: ``INTEGRITY`` when it was altered, ``PERMISSION_DENIED`` for another branch,
            ``GENERATION_STALE`` below the generation held; nothing is kept then.
    """
    admission = load_admission(home)
    data = read_file(path, MAX_PACKAGE_BYTES)
    with home.master_key() as master:
        with Keyring(home, master, randomness).secret(HPKE) as private:
            address, plain = open_package(data, admission.identity.uri, private, admission.package_key)
        enrolment = Enrolment.decode(plain)
        if (enrolment.user, enrolment.generation) != (address.user, address.generation):
            raise Failure(Code.INTEGRITY, "This enrolment package holds another enrolment than it says.")
        enrolments = EnrolmentStore.of(home, master, randomness)
        held = enrolments.generations(enrolment.user)
        if held and enrolment.generation < held[-1]:
            sentence = (
                f"This is generation {enrolment.generation} of user {enrolment.user}, but this branch holds "
                f"{held[-1]}; ask for the current package."
            )
            raise Failure(Code.GENERATION_STALE, sentence)
        enrolments.put(enrolment)
    return enrolment
