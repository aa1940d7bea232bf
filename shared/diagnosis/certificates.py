"""Checks of a certificate: whether it is valid now, for how long yet, and whether it is the key's."""

from __future__ import annotations

import datetime as dt

from cryptography import x509

from shared.crypto.tls_keys import PrivateKey
from shared.crypto.validity import check_valid_at, days_left, nears_its_end
from shared.diagnosis.findings import Finding, failure, sound, warning
from shared.errors import CORRUPT


def check_life(certificate: x509.Certificate, now: dt.datetime, remedy: str) -> Finding:
    """How long a certificate is valid yet.

    Raises:
        Failure: ``CLOCK_WRONG`` before its time, ``CERTIFICATE_EXPIRED`` after it.
    """
    check_valid_at(certificate, now)
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
