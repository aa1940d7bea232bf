"""Shows a certificate that was issued on request, to a branch or to an administrator."""

from __future__ import annotations

from pathlib import Path

from server.cli.views import view_time
from shared.crypto.signed_papers import Admitted
from shared.terminal.formats import Format
from shared.terminal.output import show_record


def show_issued(holder: str, admission: Admitted, file: Path, chosen: Format | None) -> None:
    """Show an admission that now lies in a file.

    Args:
        holder: what the holder's name is called in the record.
        admission: what was issued.
        file: where it lies.
        chosen: the format asked for.
    """
    record = {
        holder: admission.identity.name,
        "uri": admission.identity.uri,
        "certificate_expires_at": view_time(admission.certificate.not_valid_after_utc),
        "admission": str(file),
        "authority_fingerprint": admission.authority_fingerprint,
    }
    show_record(record, chosen)
