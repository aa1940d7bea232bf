"""The head office's configuration: read once at the entry, frozen, every limit named with its unit.

Values come from the environment (``RIDGEKEY_…``), else from what ``init`` recorded in the home, else from the
defaults here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from server.database_url import check_database_url, shown_url
from server.vault_url import EndpointUrl, VaultUrl
from shared.ciphers import INNER_CIPHERS
from shared.errors import Code, Failure
from shared.identifiers import Identity, IdRange, Role
from shared.protocol.messages import MAX_ATTEMPTS
from shared.protocol.negotiation import Policy
from shared.stores.location import DEFAULT_WAIT_SECONDS, Location

DATABASE_NAME = "database.sqlite3"
PREFIX = "RIDGEKEY_"
MEBIBYTE = 1024 * 1024
LONGEST_SECONDS = 2_000_000.0
"""Three weeks: what gRPC and SQLite take in milliseconds as 32 bits, and a date can always be moved by."""

DEFAULT_VERIFICATION: Literal["embedding", "closed-set", "off"] = "embedding"
"""How a head office has its branches check live scans unless it is told otherwise (biometrics §3)."""

_DIGEST = r"^[0-9a-f]{64}$"

LAST_PORT = 65_535
_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|\[::1\]):(?P<port>[0-9]{1,5})", re.ASCII)

_RANGE = re.compile(r"([0-9]{1,9})\s*(?:-|\.\.)\s*([0-9]{1,9})", re.ASCII)


def _id_range(value: Any) -> Any:
    """Read ``1-600`` or ``[1, 600]``; the first ID is at least 1, since 0 means nobody on the wire."""
    if isinstance(value, str) and (match := _RANGE.fullmatch(value.strip())):
        value = match.groups()
    if isinstance(value, list | tuple) and len(value) == 2:
        value = IdRange(int(value[0]), int(value[1]))
    if isinstance(value, Mapping):
        value = IdRange(int(value["first"]), int(value["last"]))
    if isinstance(value, IdRange) and not 1 <= value.first <= value.last < 2**31:
        raise ValueError("must be FIRST-LAST with 1 <= FIRST <= LAST < 2^31, such as 1-600")
    return value


def _names(value: Any) -> Any:
    """Read ``a,b`` as a list of names."""
    return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


def _outranking() -> Mapping[str, str]:
    """The settings that the environment names, each with its variable; pydantic-settings heeds no case."""
    variables = {variable.upper(): variable for variable in os.environ}
    settings = {name: variables.get(PREFIX + name.upper()) for name in HeadOfficeConfig.model_fields}
    # The home is the one that was opened, whatever the environment says.
    return {name: variable for name, variable in settings.items() if variable and name != "home"}


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names), Field(min_length=1)]


class HeadOfficeConfig(BaseSettings):
    """Frozen configuration of one head office; field names are those of the environment, upper-case."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", arbitrary_types_allowed=True, env_prefix=PREFIX
    )

    home: Path
    listen: str = "127.0.0.1:7443"
    trust_domain: str = "ridgekey.internal"
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
    metrics_listen: str | None = Field(
        default=None, description="HOST:PORT of this machine; none: no metrics"
    )

    drain_grace_seconds: float = Field(default=10.0, ge=0, le=LONGEST_SECONDS)
    database_wait_seconds: float = Field(default=15.0, gt=0, le=LONGEST_SECONDS)

    _outranking: Mapping[str, str] = PrivateAttr(default_factory=_outranking)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            check_database_url(url.get_secret_value())
        return url

    @field_validator("metrics_listen")
    @classmethod
    def _loopback(cls, address: str | None) -> str | None:
        match = _LOOPBACK.fullmatch(address) if address is not None else None
        if address is not None and (match is None or not 1 <= int(match["port"]) <= LAST_PORT):
            raise ValueError("must be 127.0.0.1:PORT or [::1]:PORT; metrics are for this machine alone")
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
    def outranking(self) -> Mapping[str, str]:
        """By setting the environment variable that gave it, whatever the home's record says."""
        return self._outranking

    def source_of(self, setting: str) -> str:
        """Where the value in force of a setting comes from, as the end of "it comes from …"."""
        if setting in self._outranking:
            return f"{self._outranking[setting]} in the environment"
        return "this head office" if setting in self.model_fields_set else "the release"

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

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before what ``init`` recorded; no other source is read."""
        return env_settings, init_settings


def load_config(home: Path, record: Mapping[str, Any]) -> HeadOfficeConfig:
    """Read the configuration of a head office.

    Args:
        home: the state folder; the one named by the caller, whatever ``RIDGEKEY_HOME`` says.
        record: what ``init`` recorded (the content of ``head-office.json``); unknown keys are ignored.

    Raises:
        Failure: ``INVALID_INPUT`` naming the setting that has no valid value.
    """
    try:
        config = _read(home, record)
    except ValidationError as error:
        problem = _problems(error)[0]
        raise Failure(Code.INVALID_INPUT, problem.sentence) from None
    return config.model_copy(update={"home": home})


@dataclass(frozen=True)
class Problem:
    """A setting that has no valid value, and why; never the value, which may be a password."""

    setting: str
    why: str

    @property
    def variable(self) -> str:
        """The environment variable that gives the setting."""
        return PREFIX + self.setting.upper()

    @property
    def sentence(self) -> str:
        """Both in a sentence."""
        return f"The setting {self.setting} ({self.variable}) is wrong: {self.why}."


def problems_of(home: Path, record: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Every setting that has no valid value, where :func:`load_config` names the first."""
    try:
        _read(home, record)
    except ValidationError as error:
        return _problems(error)
    return ()


def _read(home: Path, record: Mapping[str, Any]) -> HeadOfficeConfig:
    values = {key: value for key, value in record.items() if value is not None}
    return HeadOfficeConfig(**{**values, "home": home})


def _problems(error: ValidationError) -> tuple[Problem, ...]:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return tuple(Problem(".".join(str(part) for part in each["loc"]), each["msg"]) for each in found)
