"""How a branch becomes one of the head office's: its request and the answering admission (protocol §9.1–9.2).

Both are signed papers (:mod:`shared.crypto.signed_papers`). The request brings the branch's HPKE public key
besides, the admission the head office's log key and package key. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from shared.crypto.certificates import Authority
from shared.crypto.labels import Label
from shared.crypto.packages import check_hpke_public_key
from shared.crypto.signatures import SIGNING_KEY_BYTES
from shared.crypto.signed_papers import (
    Admitted,
    Asked,
    intact,
    read_admission,
    read_request,
    sign_admission,
    sign_request,
)
from shared.crypto.tls_keys import PrivateKey
from shared.errors import Code, Failure
from shared.identifiers import Role, parse_branch_name

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class BranchRequest(Asked):
    """What a branch asks to be admitted with; its signature was verified.

    Args:
        hpke_public_key: what enrolment packages are sealed to.
    """

    hpke_public_key: bytes


@dataclass(frozen=True)
class Admission(Admitted):
    """What makes a branch one of the head office's; its signature and certificates were verified.

    Args:
        log_key: Ed25519 public key of audit checkpoints (32 bytes).
        package_key: Ed25519 public key of enrolment packages (32 bytes).
    """

    log_key: bytes
    package_key: bytes


def make_request(name: str, key: PrivateKey, hpke_public_key: bytes) -> bytes:
    """Make a branch's request to join, signed by its TLS key over all of it.

    Raises:
        Failure: ``INVALID_INPUT`` when the name is none.
    """
    return sign_request(Label.BRANCH_REQUEST, parse_branch_name(name), key, hpke_public_key)


def parse_request(data: bytes) -> BranchRequest:
    """Read and verify a branch's request.

    Raises:
        Failure: ``INTEGRITY`` when it is not what a branch signed.
    """
    with intact("This is no intact request of a branch; have the branch send it again."):
        asked, (hpke_public_key,) = read_request(data, Label.BRANCH_REQUEST, parse_branch_name, 1)
        check_hpke_public_key(hpke_public_key)
        return BranchRequest(**vars(asked), hpke_public_key=hpke_public_key)


def make_admission(authority: Authority, admission: Admission) -> bytes:
    """Encode an admission and sign it with the authority's key."""
    keys = (admission.log_key, admission.package_key)
    return sign_admission(Label.ADMISSION, authority, admission, *keys)


def parse_admission(data: bytes) -> Admission:
    """Read an admission and verify everything in it against the authority that it brings.

    Raises:
        Failure: ``INTEGRITY`` when any part is not what the authority signed.
    """
    with intact("This is no intact admission; ask the head office to send it again."):
        admitted, (log_key, package_key) = read_admission(data, Label.ADMISSION, Role.BRANCH, 2)
        if not len(log_key) == len(package_key) == SIGNING_KEY_BYTES:
            raise Failure(Code.MALFORMED)
        return Admission(**vars(admitted), log_key=log_key, package_key=package_key)


def parse_fingerprint(text: str) -> str:
    """Read a fingerprint as people pass it on: hexadecimal, with or without colons and blanks.

    Raises:
        Failure: ``INVALID_INPUT`` when it is not 64 hexadecimal digits.
    """
    digits = re.sub(r"[\s:]", "", text).lower()
    if not _FINGERPRINT.fullmatch(digits):
        sentence = "A fingerprint is 64 hexadecimal digits; colons and blanks between them do not matter."
        raise Failure(Code.INVALID_INPUT, sentence, field="fingerprint")
    return digits
