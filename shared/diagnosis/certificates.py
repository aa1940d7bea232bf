"""Checks of a certificate: whether it is valid now, for how long yet, and whether it is the key's."""

from __future__ import annotations

import datetime as dt

from cryptography import x509

from shared.crypto.tls_keys import PrivateKey
from shared.crypto.validity import check_valid_at, days_left, nears_its_end
from shared.diagnosis.findings import Finding, failure, sound, warning
from shared.errors import CORRUPT, Code, Failure

SET_CLOCK = "timedatectl set-ntp true"


def check_life(
    certificate: x509.Certificate, now: dt.datetime, remedy: str, ended: str | None = None
) -> Finding:
    """How long a certificate is valid yet.

    Args:
        certificate: whose life.
        now: an aware time.
        remedy: what renews it.
        ended: what helps once it has ended, when that is something else.
    """
    try:
        check_valid_at(certificate, now)
    except Failure as error:  # before its time no certificate is wrong, but the clock is
        cure = SET_CLOCK if error.code is Code.CLOCK_WRONG else ended or remedy
        return failure(error.sentence, cure, error.exit_code)
    end = certificate.not_valid_after_utc
    said = f"It is valid until {end:%Y-%m-%d}, {days_left(certificate, now)} days from now"
    if nears_its_end(certificate, now):
        return warning(f"{said}: less than a third of its life.", remedy)
    return sound(f"{said}.")


def check_key(certificate: x509.Certificate, key: PrivateKey, remedy: str) -> Finding:
    """Whether a private key is the one that a certificate names."""
    if certificate.public_key() != key.public_key():
        return failure("The private key is not the certificate's.", remedy, CORRUPT)
    return sound("The private key is the certificate's.")
