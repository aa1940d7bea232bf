"""Who may administer from another machine (protocol §2.7): the records, and where they are kept."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class AdministratorStatus(enum.StrEnum):
    """Whether an administrator may work from another machine; revoked is for ever."""

    ACTIVE = "active"
    REVOKED = "revoked"


@dataclass(frozen=True)
class AdministratorRecord:
    """Who may administer from another machine; ``certificate_sha256`` is of the DER certificate in force."""

    name: str
    uri: str
    certificate_sha256: bytes
    status: AdministratorStatus
    issued_at: datetime
    certificate_expires_at: datetime


class Administrators(Protocol):
    """Who may administer from another machine, by name (protocol §2.7)."""

    def get(self, name: str, *, lock: bool = False) -> AdministratorRecord | None:
        """The administrator, or ``None``; ``lock`` takes the row for update."""

    def all(self) -> tuple[AdministratorRecord, ...]:
        """Every administrator in order of name."""

    def put(self, record: AdministratorRecord) -> None:
        """Insert an administrator, or replace the certificate and status of the one of that name."""
