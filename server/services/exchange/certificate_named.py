"""How the audit names a certificate: the closed set of columns has none for it (protocol §7.1)."""

from __future__ import annotations


def certificate_named(branch: str, certificate_sha256: bytes) -> str:
    """A certificate of a branch, by its whole SHA-256."""
    return f"branch {branch} certificate {certificate_sha256.hex()}"
