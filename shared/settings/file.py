"""Finds and reads ``config.toml``. Only people write that file, so that their order and comments stay."""

from __future__ import annotations

import errno
import os
import stat
import tomllib
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings, TomlConfigSettingsSource

from shared.errors import Code, Failure

CONFIG_NAME = "config.toml"
CONFIG_VARIABLE = "RIDGEKEY_CONFIG"

OTHERS = 0o077
OTHERS_WRITE = 0o022
MAX_SECRET_BYTES = 65_536


def settings_file(home: Path) -> Path | None:
    """The file that ``--config`` or ``RIDGEKEY_CONFIG`` names, else the home's own if it has one.

    Raises:
        Failure: ``NOT_FOUND`` when the file that is named is none; ``LOCAL_FAILURE`` when the system refuses.
    """
    named = os.environ.get(CONFIG_VARIABLE)
    path = Path(named) if named else home / CONFIG_NAME
    try:
        found = path.is_file()
    except OSError as error:
        raise Failure(Code.LOCAL_FAILURE, f"Cannot read {path}: {error.strerror}.") from None
    if found:
        return path
    if named:
        sentence = (
            f"There is no file {path}, which --config or {CONFIG_VARIABLE} names; write it, or name none."
        )
        raise Failure(Code.NOT_FOUND, sentence)
    return None


def read_settings_file(path: Path, model: type[BaseSettings]) -> dict[str, Any]:
    """What a file says, by key; whether these are settings is not looked at.

    Raises:
        Failure: ``INVALID_INPUT`` with the place when it is no TOML; ``LOCAL_FAILURE`` when the system
            refuses.
    """
    try:
        return dict(TomlConfigSettingsSource(model, path).toml_data)
    except tomllib.TOMLDecodeError as error:
        # The parser names the place and what it met there; it repeats a key, and never a value.
        sentence = f"{path} is no TOML: {error}. A line reads `name = value`, with texts in quotes."
        raise Failure(Code.INVALID_INPUT, sentence) from None
    except UnicodeDecodeError:
        raise Failure(Code.INVALID_INPUT, f"{path} is no TOML: it is not written in UTF-8.") from None
    except OSError as error:
        raise Failure(Code.LOCAL_FAILURE, f"Cannot read {path}: {error.strerror}.") from None


def is_writable_by_others(path: Path) -> bool:
    """Whether another account of this machine may write a file."""
    return bool(stat.S_IMODE(path.stat().st_mode) & OTHERS_WRITE)


def is_open_to_others(path: Path) -> bool:
    """Whether another account of this machine may read or write a file."""
    return bool(stat.S_IMODE(path.stat().st_mode) & OTHERS)


def read_secret(path: Path) -> str:
    """The secret text of a file, without the line end that editors leave behind it.

    Raises:
        ValueError: with what is wrong with the file, never with what is in it.
    """
    try:
        # A pipe gives its secret once, and settings are read more often.
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "it is no file")
        with path.open("rb") as file:
            data = file.read(MAX_SECRET_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the name is not valid"
        raise ValueError(f"{path} cannot be read: {reason}") from None
    try:
        text = data.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise ValueError(f"{path} is no text") from None
    if not text or len(data) > MAX_SECRET_BYTES or not text.isprintable():
        raise ValueError(f"{path} must hold one line of text")
    return text
