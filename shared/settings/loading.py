"""Puts the settings of one end together: release < what its home recorded < ``config.toml`` < environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from shared.errors import Failure
from shared.settings.given import Given, Problem, from_environment, from_file, from_record
from shared.settings.model import KEY_SOURCES, MasterKeySettings

_S = TypeVar("_S", bound=MasterKeySettings)


@dataclass(frozen=True)
class _Read:
    """Everything that was given, in order of rank, the lowest first."""

    given: tuple[Given, ...]

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for each in self.given for name, value in each.values.items()}

    @property
    def sources(self) -> dict[str, str]:
        return {name: place for each in self.given for name, place in each.sources.items()}

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for each in self.given for problem in each.problems)


def load_settings(model: type[_S], home: Path, record: Mapping[str, Any], *, whole: bool = True) -> _S:
    """Read the settings of one end.

    Args:
        model: which settings there are.
        home: the state folder; the one named by the caller, whatever ``RIDGEKEY_HOME`` says.
        record: what the home's record has; its keys that are no settings are ignored.
        whole: whether the file must hold nothing else than these settings.

    Raises:
        Failure: ``INVALID_INPUT`` naming the setting that has no valid value, with its place;
            ``NOT_FOUND`` or ``LOCAL_FAILURE`` when the file cannot be read, ``HOME_INVALID`` when it holds a
            secret and others may read it.
    """
    read = _read(model, home, record, whole=whole)
    try:
        if read.problems:
            raise _refusal(read.problems[0])
        settings = _make(model, home, read)
    except ValidationError as error:
        raise _refusal(_problems(error, read)[0]) from None
    if crossed := _two_keys(settings, read.sources):
        raise _refusal(crossed)
    settings.came_from(read.sources, read.given[-1].variables)
    return settings


def problems_of(model: type[_S], home: Path, record: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Every setting that has no valid value, where :func:`load_settings` names the first."""
    read = _read(model, home, record, whole=True)
    try:
        settings = _make(model, home, read)
    except ValidationError as error:
        named = {problem.setting for problem in read.problems}
        return (*read.problems, *(each for each in _problems(error, read) if each.setting not in named))
    crossed = _two_keys(settings, read.sources)
    return (*read.problems, *((crossed,) if crossed else ()))


def _read(model: type[_S], home: Path, record: Mapping[str, Any], *, whole: bool) -> _Read:
    return _Read(
        (
            from_record(model, record),
            from_file(model, home, whole=whole),
            from_environment(model, os.environ),
        )
    )


def _make(model: type[_S], home: Path, read: _Read) -> _S:
    settings = model(**{**read.values, "home": home})
    # The home is the one that was opened, whatever the environment says.
    return settings.model_copy(update={"home": home}) if "home" in model.model_fields else settings


def _two_keys(settings: MasterKeySettings, sources: Mapping[str, str]) -> Problem | None:
    """The master key has one source: with two, a rotation would change one and a server read the other."""
    given = [name for name in KEY_SOURCES if getattr(settings, name) is not None]
    if len(given) <= 1:
        return None
    places = " and ".join(f"{name} ({sources[name]})" for name in given)
    sentence = f"The master key has more than one source, {places}; keep one of them."
    return Problem(given[0], sentence, whole=True)


def _problems(error: ValidationError, read: _Read) -> tuple[Problem, ...]:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    file = next((each.file for each in read.given if each.file is not None), None)
    problems = []
    for each in found:
        name = ".".join(str(part) for part in each["loc"][:1])
        of_file = file if read.sources.get(name) == str(file) else None
        problems.append(Problem(name, each["msg"].removeprefix("Value error, "), of_file))
    return tuple(problems)


def _refusal(problem: Problem) -> Failure:
    return Failure(problem.code, problem.sentence)
