"""How a branch's own certificate looks in JSON and in tables."""

from __future__ import annotations

from typing import Any

from branch_client.branch import Branch
from shared.crypto.validity import days_left


def view_certificate(branch: Branch) -> dict[str, Any]:
    """Until when the certificate is valid that the branch calls with."""
    certificate = branch.admission.certificate
    return {
        "certificate_expires_at": certificate.not_valid_after_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "certificate_days_left": days_left(certificate, branch.clock.now()),
    }
