"""The branch's configuration: read once at the entry, frozen, every limit named with its unit.

Values come from the environment (``RIDGEKEY_…``), else from ``config.toml``, else from the defaults here.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from shared.settings import Settings, load_settings

MEBIBYTE = 1024 * 1024
LONGEST_SECONDS = 2_000_000.0
"""Three weeks: no lock-out is longer, and a moment that far ahead is still one that can be written down."""


class BranchConfig(Settings):
    """Frozen configuration of one branch.

    Attributes:
        server: HOST:PORT to connect to instead of the address in the admission.
        max_image_bytes: the largest image accepted, checked before anything is allocated (protocol §4.3).
        exchange_timeout_seconds: deadline of one attempt.
        call_timeout_seconds: deadline of every other call.
        attempts: how often one request is tried before its failure is final (protocol §5.4 allows five).
        first_backoff_seconds: pause before the second attempt; doubled before each further one.
        longest_backoff_seconds: where the doubling ends.
        retry_window_seconds: for how long a pending request is taken up again (protocol §3.13).
        require_verification: refuse an exchange for which the head office asks for no live scan.
        max_refused_scans: with how many refused scans of one user in a window the lock-out begins.
        scan_lockout_seconds: how long that window is, and the lock-out.
        scan_backoff_seconds: pause after the first refused scan; doubled with each further one in a row.
    """

    server: str | None = None
    max_image_bytes: int = Field(default=64 * MEBIBYTE, gt=0, lt=2**32)
    exchange_timeout_seconds: float = Field(default=300.0, gt=0, le=1800)
    call_timeout_seconds: float = Field(default=10.0, gt=0, le=1800)
    attempts: int = Field(default=5, ge=1, le=5)
    first_backoff_seconds: float = Field(default=0.2, gt=0)
    longest_backoff_seconds: float = Field(default=5.0, gt=0)
    retry_window_seconds: float = Field(default=600.0, gt=0)
    require_verification: bool = False
    max_refused_scans: int = Field(default=5, ge=1, le=1000)
    scan_lockout_seconds: float = Field(default=3600.0, gt=0, le=LONGEST_SECONDS)
    scan_backoff_seconds: float = Field(default=0.5, ge=0, le=LONGEST_SECONDS)


def load_config(home: Path) -> BranchConfig:
    """Read the configuration of the branch at ``home``, whatever ``RIDGEKEY_HOME`` says.

    Raises:
        Failure: as :func:`shared.settings.load_settings`, naming the setting that has no valid value.
    """
    return load_settings(BranchConfig, home, {})
