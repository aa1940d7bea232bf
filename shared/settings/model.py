"""What the settings of a head office and of a branch have in common."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, PrivateAttr, SecretStr
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from shared.settings.otel_endpoint import OtelEndpoint

PREFIX = "RIDGEKEY_"
FILE_SUFFIX = "_file"

LONGEST_COMMAND_SECONDS = 600.0
KEY_SOURCES = ("master_key", "master_key_file", "master_key_command")


def _program(value: Any) -> Any:
    """Read a program and its arguments: a list, which the environment writes as JSON."""
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = None
    if not isinstance(value, list | tuple) or not value or not all(isinstance(each, str) for each in value):
        raise ValueError('must be a list of a program and its arguments, such as ["kms-unwrap", "ridgekey"]')
    return tuple(value)


def _named_file(value: Any) -> Any:
    """An empty name is none, as it has been for ``RIDGEKEY_MASTER_KEY_FILE``."""
    return None if value == "" else value


class MasterKeySettings(BaseSettings):
    """Where the master key comes from: at most one of these, else the file of the home itself.

    Attributes:
        master_key: the key itself; in the environment alone, since a file of settings is copied and printed.
        master_key_file: a file that holds it.
        master_key_command: a program and its arguments; what it writes to standard output is the key.
        master_key_timeout_seconds: how long that program may take.
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", arbitrary_types_allowed=True, env_prefix=PREFIX
    )

    master_key: SecretStr | None = None
    master_key_file: Annotated[Path | None, BeforeValidator(_named_file)] = None
    master_key_command: Annotated[tuple[str, ...] | None, NoDecode, BeforeValidator(_program)] = None
    master_key_timeout_seconds: float = Field(default=30.0, gt=0, le=LONGEST_COMMAND_SECONDS)

    _sources: Mapping[str, str] = PrivateAttr(default_factory=dict)
    _outranking: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @property
    def outranking(self) -> Mapping[str, str]:
        """By setting the environment variable that gave it, whatever the files say."""
        return self._outranking

    def source_of(self, setting: str) -> str:
        """Where the value in force of a setting comes from, as the end of "it comes from …"."""
        return self._sources.get(setting, "the release")

    def came_from(self, sources: Mapping[str, str], outranking: Mapping[str, str]) -> None:
        """Note once, when the settings were read, where each comes from."""
        self._sources, self._outranking = sources, outranking

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before what the files say; no other source is read."""
        return env_settings, init_settings


class Settings(MasterKeySettings):
    """Frozen settings of one end; field names are those of the file, and upper-case of the environment."""

    NOT_OF_THE_FILE: ClassVar[Mapping[str, str]] = {
        "home": "name the state folder with --home",
        "master_key": "use master_key_file or master_key_command",
    }
    """Settings that ``config.toml`` may not have, and what to do instead."""

    home: Path
    otel_endpoint: OtelEndpoint | None = Field(
        default=None, description="https://HOST:PORT that takes traces by OTLP over gRPC; none: no traces"
    )


def secret_settings(model: type[BaseSettings]) -> tuple[str, ...]:
    """The settings that hold a secret, each of which ``<NAME>_FILE`` can give; the master key has its own."""
    fields: Mapping[str, Any] = model.model_fields
    return tuple(
        name for name, info in fields.items() if SecretStr in _types(info.annotation) and name != "master_key"
    )


def variables_of(model: type[BaseSettings]) -> tuple[str, ...]:
    """Every variable of the environment that gives a setting."""
    files = [name + FILE_SUFFIX for name in secret_settings(model)]
    return tuple(PREFIX + name.upper() for name in (*model.model_fields, *files))


def _types(annotation: Any) -> tuple[Any, ...]:
    return (annotation, *getattr(annotation, "__args__", ()))
