"""The head office's configuration: read once at the entry, frozen, every limit named with its unit.

Values come from the environment (``RIDGEKEY_…``), else from ``config.toml``, else from what ``init`` and the
audited choices of ``ridgekey config`` recorded in the home, else from the defaults here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import NoDecode

from server.database_url import check_database_url, shown_url
from server.vault_url import EndpointUrl, VaultUrl
from shared.ciphers import INNER_CIPHERS
from shared.identifiers import Identity, IdRange, Role
from shared.protocol.messages import MAX_ATTEMPTS
from shared.protocol.negotiation import Policy
from shared.settings import Settings, load_settings
from shared.stores.location import DEFAULT_WAIT_SECONDS, Location

DATABASE_NAME = "database.sqlite3"
MEBIBYTE = 1024 * 1024
LONGEST_SECONDS = 2_000_000.0
"""Three weeks: what gRPC and SQLite take in milliseconds as 32 bits, and a date can always be moved by."""

DEFAULT_VERIFICATION: Literal["embedding", "closed-set", "off"] = "embedding"
"""How a head office has its branches check live scans unless it is told otherwise (biometrics §3)."""

_DIGEST = r"^[0-9a-f]{64}$"

LAST_PORT = 65_535
_LOOPBACK = ("127.0.0.1", "[::1]")
_ADDRESS = re.compile(r"(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})", re.ASCII)

_RANGE = re.compile(r"([0-9]{1,9})\s*(?:-|\.\.)\s*([0-9]{1,9})", re.ASCII)


def _id_range(value: Any) -> Any:
    """Read ``1-600`` or ``[1, 600]``; the first ID is at least 1, since 0 means nobody on the wire."""
    if isinstance(value, str) and (match := _RANGE.fullmatch(value.strip())):
        value = [int(end) for end in match.groups()]
    if isinstance(value, list | tuple) and len(value) == 2 and all(type(end) is int for end in value):
        value = IdRange(*value)
    if not isinstance(value, IdRange) or not 1 <= value.first <= value.last < 2**31:
        raise ValueError("must be FIRST-LAST with 1 <= FIRST <= LAST < 2^31, such as 1-600")
    return value


def _names(value: Any) -> Any:
    """Read ``a,b`` as a list of names."""
    return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names), Field(min_length=1)]


class HeadOfficeConfig(Settings):
    """Frozen configuration of one head office."""

    listen: str = "127.0.0.1:7443"
    trust_domain: str = "ridgekey.internal"
    administration: bool = Field(default=False, description="whether AdministrationService is served")
    id_range: Annotated[IdRange, NoDecode, BeforeValidator(_id_range)] = IdRange()
    require_pq: bool = True
    database_url: SecretStr | None = Field(default=None, description="PostgreSQL; none: a file in the home")
    vault_url: VaultUrl | None = Field(
        default=None, description="s3://BUCKET/PREFIX; none: folders of the home"
    )
    vault_endpoint_url: EndpointUrl | None = Field(
        default=None, description="of an S3-compatible store; none: AWS"
    )
    vault_wait_seconds: float = Field(default=DEFAULT_WAIT_SECONDS, gt=0, le=600)

    suites: Names = ("aes-256-gcm", "chacha20-poly1305")
    inner_ciphers: Names = INNER_CIPHERS

    verification: Literal["embedding", "closed-set", "off"] = DEFAULT_VERIFICATION
    model: str | None = Field(default=None, pattern=_DIGEST, description="SHA-256; none: the shipped one")
    embedding_verifier: str | None = Field(default=None, pattern=_DIGEST)
    closed_set_verifier: str | None = Field(default=None, pattern=_DIGEST)

    max_image_bytes: int = Field(default=64 * MEBIBYTE, gt=0, lt=2**32)
    chunk_bytes: int = Field(default=MEBIBYTE // 2, ge=1024, le=2 * MEBIBYTE)

    branch_hellos_per_second: float = Field(default=20.0, gt=0, le=1_000_000)
    branch_hello_burst: int = Field(default=100, ge=1, le=1_000_000)
    user_hellos_per_second: float = Field(default=10.0, gt=0, le=1_000_000)
    user_hello_burst: int = Field(default=100, ge=1, le=1_000_000)
    renewals_per_hour: float = Field(default=6.0, gt=0, le=100_000)
    renewal_burst: int = Field(default=5, ge=1, le=1000)
    exchanges_per_branch: int = Field(default=16, ge=1, le=10_000)
    exchanges_total: int = Field(default=64, ge=1, le=10_000)
    waiting_per_branch: int = Field(default=2, ge=1, le=10_000)
    regeneration_workers: int = Field(default=0, ge=0, description="0: one less than the cores, at least one")

    retry_window_seconds: float = Field(default=600.0, gt=0, le=LONGEST_SECONDS)
    max_attempts: int = Field(default=MAX_ATTEMPTS, ge=1, le=MAX_ATTEMPTS)
    max_wrong_proofs: int = Field(default=5, ge=1)
    lockout_seconds: float = Field(default=3600.0, gt=0, le=LONGEST_SECONDS)
    proof_backoff_seconds: float = Field(default=0.5, ge=0, le=LONGEST_SECONDS)

    checkpoint_interval_rows: int = Field(default=100, ge=1)
    checkpoint_interval_seconds: float = Field(default=60.0, gt=0, le=LONGEST_SECONDS)
    sweep_interval_seconds: float = Field(default=30.0, gt=0, le=LONGEST_SECONDS)
    # With the moment that a stream has to end, a withdrawal reaches it within two seconds (protocol §6).
    recheck_interval_seconds: float = Field(default=1.0, gt=0, le=1.5)
    recheck_interval_chunks: int = Field(default=16, ge=1, le=16)
    handshake_timeout_seconds: float = Field(default=60.0, gt=0, le=LONGEST_SECONDS)
    max_deadline_seconds: float = Field(default=1800.0, gt=0, le=LONGEST_SECONDS)

    branch_certificate_days: float = Field(default=825.0, gt=0, le=3652)
    server_certificate_days: float = Field(default=825.0, gt=0, le=3652)
    # As long as a connection lives: what was begun with the certificate before ends with it (protocol §2.8).
    certificate_overlap_seconds: float = Field(default=1800.0, ge=0, le=LONGEST_SECONDS)

    max_connections: int = Field(default=512, ge=1, le=100_000)
    max_streams_per_connection: int = Field(default=32, ge=1, le=10_000)
    max_request_bytes: int = Field(default=65_536, ge=16_384, le=4 * MEBIBYTE)
    max_metadata_bytes: int = Field(default=8192, ge=4096, le=MEBIBYTE)
    tls_handshake_seconds: float = Field(default=10.0, gt=0, le=120.0)
    connection_age_seconds: float = Field(default=1800.0, gt=0, le=LONGEST_SECONDS)
    connection_grace_seconds: float = Field(default=600.0, ge=0, le=LONGEST_SECONDS)
    connection_idle_seconds: float = Field(default=300.0, gt=0, le=LONGEST_SECONDS)
    min_transfer_bytes_per_second: int = Field(default=16_384, ge=1, le=1024 * MEBIBYTE)
    transfer_patience_seconds: float = Field(default=10.0, gt=0, le=LONGEST_SECONDS)

    health_interval_seconds: float = Field(default=10.0, gt=0, le=3600)
    metrics_open: bool = Field(default=False, description="let others than this machine read the metrics")
    metrics_listen: str | None = Field(default=None, description="HOST:PORT; none: no metrics")

    drain_grace_seconds: float = Field(default=10.0, ge=0, le=LONGEST_SECONDS)
    database_wait_seconds: float = Field(default=15.0, gt=0, le=LONGEST_SECONDS)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            check_database_url(url.get_secret_value())
        return url

    @field_validator("metrics_listen")
    @classmethod
    def _at_home(cls, address: str | None, info: ValidationInfo) -> str | None:
        if address is None:
            return None
        match = _ADDRESS.fullmatch(address)
        known = match is not None and (match["host"] in _LOOPBACK or info.data.get("metrics_open"))
        if match is None or not known or not 1 <= int(match["port"]) <= LAST_PORT:
            raise ValueError("must be 127.0.0.1:PORT or [::1]:PORT; with metrics_open also another HOST:PORT")
        return address

    @field_validator("suites")
    @classmethod
    def _known_suites(cls, suites: tuple[str, ...]) -> tuple[str, ...]:
        return Policy(suites=suites).suites

    @field_validator("inner_ciphers")
    @classmethod
    def _known_inner_ciphers(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if not set(names) <= set(INNER_CIPHERS):
            raise ValueError(f"inner ciphers are among {', '.join(INNER_CIPHERS)}")
        return names

    @property
    def identity(self) -> Identity:
        """The head office's own identity (protocol §2.1)."""
        return Identity(self.trust_domain, Role.HEAD_OFFICE)

    @property
    def policy(self) -> Policy:
        """The suites and inner ciphers that this head office admits (protocol §3.2)."""
        return Policy(suites=self.suites, inner_ciphers=self.inner_ciphers)

    @property
    def database_file(self) -> Path | None:
        """The SQLite file of this home; ``None`` when the database is elsewhere."""
        return self.home / DATABASE_NAME if self.database_url is None else None

    @property
    def vault(self) -> Location:
        """Where the sealed images and enrolments lie."""
        return Location(self.vault_url or self.home, self.vault_endpoint_url, self.vault_wait_seconds)

    @property
    def database_name(self) -> str:
        """The database as people are shown it, without a password."""
        if self.database_url is None:
            return str(self.home / DATABASE_NAME)
        return shown_url(self.database_url.get_secret_value())


def load_config(home: Path, record: Mapping[str, Any]) -> HeadOfficeConfig:
    """Read the configuration of a head office.

    Args:
        home: the state folder; the one named by the caller, whatever ``RIDGEKEY_HOME`` says.
        record: what ``init`` recorded (the content of ``head-office.json``); unknown keys are ignored.

    Raises:
        Failure: as :func:`shared.settings.load_settings`, naming the setting that has no valid value.
    """
    return load_settings(HeadOfficeConfig, home, record)
