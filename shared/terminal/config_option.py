"""``--config`` of every command that works on a home: which file holds the settings."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, get_type_hints

from shared.terminal.options import HomeOption, option, variable_of

CONFIG_VARIABLE = variable_of("--config")
"""``shared.settings`` reads it, which takes longer to import than some commands run."""

ConfigOption = Annotated[
    Path | None,
    option("--config", help="File of settings; config.toml of the home when absent.", metavar="FILE"),
]


def with_config_option(command: Callable[..., None]) -> Callable[..., None]:
    """The command, with ``--config`` beside its ``--home``; one without a home as it is."""
    signature, hints = inspect.signature(command), get_type_hints(command, include_extras=True)
    if hints.get("home") != HomeOption:
        return command

    @functools.wraps(command)
    def configured(*arguments: Any, config: Path | None = None, **named: Any) -> None:
        with _named(config):
            command(*arguments, **named)

    parameters = [each.replace(annotation=hints[name]) for name, each in signature.parameters.items()]
    own = inspect.Parameter("config", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=ConfigOption)
    configured.__signature__ = signature.replace(parameters=[*parameters, own])  # type: ignore[attr-defined]
    configured.__annotations__ = {**hints, "config": ConfigOption}
    return configured


@contextmanager
def _named(config: Path | None) -> Iterator[None]:
    """Let the variable say what the option said: the processes that a command starts read it as well."""
    if config is None:
        yield
        return
    before = os.environ.get(CONFIG_VARIABLE)
    os.environ[CONFIG_VARIABLE] = str(config.absolute())
    try:
        yield
    finally:
        if before is None:
            del os.environ[CONFIG_VARIABLE]
        else:
            os.environ[CONFIG_VARIABLE] = before
