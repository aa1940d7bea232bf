"""``ridgekey config renew-certificate``."""

from __future__ import annotations

from server.bootstrap.server_certificate import renew_server_certificate
from server.cli.office import administrator, opened
from server.cli.views import view_time
from shared.crypto.certificates import certificate_sha256
from shared.crypto.validity import days_left
from shared.terminal.options import FormatOption, HomeOption, ReasonOption
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey config renew-certificate --reason 'it ends in spring'"


def renew_certificate(
    home: HomeOption = None, reason: ReasonOption = "", output_format: FormatOption = None
) -> None:
    """Give the server a new certificate and key; a running server does so by itself before the old one ends.

    Branches notice nothing: what they trust is the authority.
    """
    with opened(home) as office:
        certificate = renew_server_certificate(office, administrator(office, reason))
        record = {
            "certificate_sha256": certificate_sha256(certificate).hex(),
            "certificate_expires_at": view_time(certificate.not_valid_after_utc),
            "certificate_days_left": days_left(certificate, office.clock.now()),
        }
        seconds = office.config.health_interval_seconds
    show_record(record, output_format)
    note(f"A server that runs shows it within {seconds:.0f} seconds; nothing is to be restarted.")
