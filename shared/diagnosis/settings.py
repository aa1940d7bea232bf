"""Reads every setting of one end as it would be used, and says what that would not tell."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from shared.diagnosis.findings import Answer, failure, sound, warning
from shared.errors import USAGE, Failure
from shared.settings import (
    CONFIG_NAME,
    CONFIG_VARIABLE,
    PREFIX,
    Problem,
    Settings,
    load_settings,
    nearest,
    problems_of,
    settings_file,
    variables_of,
)
from shared.stores.home import Home

_OF_THE_HOME = frozenset({"format", "kind"})
"""What the record of every home has beside settings."""


def validate_settings(
    model: type[Settings],
    home: Home,
    environment: Mapping[str, str],
    known: Collection[str] = (),
    options: Collection[str] = (),
) -> tuple[Answer, ...]:
    """Check the record of a home, its file of settings and the environment, without opening anything else.

    Args:
        model: which settings there are.
        home: whose settings.
        environment: the variables of the process.
        known: what else the record of such a home has.
        options: the variables that stand for options of commands.

    Returns:
        What is wrong, by setting; one answer that all is well otherwise. No value is repeated.
    """
    record = home.root / home.kind.record_name
    variables = set(variables_of(model))
    try:
        problems = problems_of(model, home.root, home.record)
    except Failure as error:  # the file cannot be read at all
        return (Answer("config.toml", failure(error.sentence, _edit(_file(home)), error.exit_code)),)
    answers = [
        *_unknown_keys(model, home.record, record, _OF_THE_HOME | set(known)),
        *_unknown_variables(home, environment, variables | set(options)),
        *(_wrong(problem, environment, record) for problem in problems),
    ]
    return tuple(answers) or (_all_well(model, home),)


def examine_value(name: str, look: Callable[[], object], home: Home, settings: Settings) -> Answer | None:
    """What is wrong with the value of one setting, when ``look`` raises for it."""
    try:
        look()
    except Failure as error:
        place = given_by(name, home, settings)
        remedy = _edit(place) if isinstance(place, Path) else f"unset {place}"
        return Answer(name, failure(error.sentence, remedy, USAGE))
    return None


def given_by(name: str, home: Home, settings: Settings) -> str | Path:
    """The variable that gives the value of a setting, or the file to put another into."""
    variable, file = settings.outranking.get(name), settings_file(home.root)
    if variable is not None:
        return variable
    if file is not None and settings.source_of(name) == str(file):
        return file
    return home.root / home.kind.record_name


def _unknown_keys(
    model: type[Settings], record: Iterable[str], file: Path, others: Collection[str]
) -> Iterator[Answer]:
    known = {*model.model_fields, *others} - {"home"}
    for key in sorted(set(record) - known):
        meant = _nearest(key, known)
        yield Answer(key, failure(f"{file} has no such setting{meant}.", _edit(file), USAGE))


def _unknown_variables(home: Home, environment: Iterable[str], known: set[str]) -> Iterator[Answer]:
    """What is nearly a name is a slip; another may be the other end's, and is named without being refused."""
    for variable in sorted(name for name in environment if name.upper().startswith(PREFIX)):
        if variable.upper() in known:
            continue
        meant, remedy = _nearest(variable.upper(), known), f"unset {shlex.quote(variable)}"
        sentence = f"It is no setting of {home.kind.owner}{meant}."
        yield Answer(variable, failure(sentence, remedy, USAGE) if meant else warning(sentence, remedy))


def _wrong(problem: Problem, environment: Iterable[str], record: Path) -> Answer:
    secret = f"{problem.variable}_FILE"
    given = [name for name in environment if name.upper() in (problem.variable, secret)]
    remedy = _edit(problem.file or record)
    if problem.file is None and given:
        remedy = f"unset {given[0]}"
    return Answer(problem.setting, failure(problem.sentence, remedy, problem.exit_code))


def _all_well(model: type[Settings], home: Home) -> Answer:
    given = len(load_settings(model, home.root, home.record).outranking)
    file = settings_file(home.root)
    also = "" if file is None else f" {file} is read."
    sentence = f"Every setting has a valid value; {given} come from the environment.{also}"
    return Answer("settings", sound(sentence))


def _nearest(name: str, known: Collection[str]) -> str:
    meant = nearest(name, known)
    return f"; the nearest is {meant}" if meant else ""


def _file(home: Home) -> Path:
    named = os.environ.get(CONFIG_VARIABLE)
    return Path(named) if named else home.root / CONFIG_NAME


def _edit(file: Path) -> str:
    return f"$EDITOR {shlex.quote(str(file))}"
