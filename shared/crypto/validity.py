"""How long a certificate is valid yet, and when it is time to renew it. Pure: the time is an argument."""

from __future__ import annotations

import datetime as dt
import math

from cryptography import x509

from shared.errors import Code, Failure

_PART_LEFT = 3
"""Below one part in so many of its life, a certificate is to be renewed."""


def nears_its_end(certificate: x509.Certificate, now: dt.datetime) -> bool:
    """Whether less than a third of its life is left: it is time to renew it."""
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return (end - now) * _PART_LEFT < end - start


def is_renewable(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    """Whether a new one could be valid for longer: none outlives the authority."""
    return certificate.not_valid_after_utc < authority.not_valid_after_utc


def days_left(certificate: x509.Certificate, now: dt.datetime) -> int:
    """Whole days until it ends; negative after that."""
    return math.floor((certificate.not_valid_after_utc - now) / dt.timedelta(days=1))


def check_valid_at(certificate: x509.Certificate, now: dt.datetime, remedy: str = "") -> None:
    """Check that ``now`` lies in the certificate's validity.

    Args:
        certificate: whose.
        now: an aware time.
        remedy: what to do about one that has expired, as the end of the sentence.

    Raises:
        Failure: ``CLOCK_WRONG`` before it, ``CERTIFICATE_EXPIRED`` after it; the sentence has the dates.
    """
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now < start:
        sentence = (
            f"The certificate is valid from {start:%Y-%m-%d %H:%M} UTC, but this machine's clock says "
            f"{now:%Y-%m-%d %H:%M} UTC; set the clock and try again."
        )
        raise Failure(Code.CLOCK_WRONG, sentence)
    if now > end:
        said = f"The certificate expired on {end:%Y-%m-%d %H:%M} UTC"
        raise Failure(Code.CERTIFICATE_EXPIRED, f"{said}; {remedy}." if remedy else f"{said}.")
