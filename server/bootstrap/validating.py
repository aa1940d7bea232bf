"""Reads every setting of a head office as its server would, and says what that would not tell."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from server.bootstrap.listening import parse_address
from server.config import PREFIX, HeadOfficeConfig, Problem, load_config, problems_of
from shared.diagnosis.findings import Answer, Finding, failure, sound, warning
from shared.errors import USAGE, Failure
from shared.stores.home import MASTER_KEY_VARIABLE, HomeKind, open_home

_OF_THE_HOME = frozenset({"format", "kind", "address"})
"""What the record of a home has beside settings."""

_LIKENESS = 0.8


def validate_settings(
    root: Path, environment: Mapping[str, str], options: Collection[str]
) -> tuple[Answer, ...]:
    """Check the record of a home and the environment, without opening anything else.

    Args:
        root: the state folder.
        environment: the variables of the process.
        options: the variables that stand for options of commands.

    Returns:
        What is wrong, by setting; one answer that all is well otherwise. No value is repeated.

    Raises:
        Failure: ``HOME_INVALID`` when there is no home.
    """
    home = open_home(root, HomeKind.HEAD_OFFICE)
    file = root / home.kind.record_name
    variables = {PREFIX + name.upper() for name in HeadOfficeConfig.model_fields}
    answers = [
        *_unknown_keys(home.record, file),
        *_unknown_variables(environment, variables | set(options) | {MASTER_KEY_VARIABLE}),
        *(_wrong(problem, environment, file) for problem in problems_of(home.root, home.record)),
    ]
    return tuple(answers) or (_read_whole(home.root, home.record, environment, file),)


def _unknown_keys(record: Iterable[str], file: Path) -> Iterator[Answer]:
    known = {*HeadOfficeConfig.model_fields, *_OF_THE_HOME} - {"home"}
    for key in sorted(set(record) - known):
        yield Answer(key, failure(f"{file} has no such setting{_nearest(key, known)}.", _edit(file), USAGE))


def _unknown_variables(environment: Iterable[str], known: set[str]) -> Iterator[Answer]:
    """What is nearly a name is a slip; another may be a branch's, and is named without being refused."""
    for variable in sorted(name for name in environment if name.upper().startswith(PREFIX)):
        if variable.upper() in known:
            continue
        nearest, remedy = _nearest(variable.upper(), known), f"unset {shlex.quote(variable)}"
        sentence = f"It is no setting of a head office{nearest}."
        yield Answer(variable, failure(sentence, remedy, USAGE) if nearest else warning(sentence, remedy))


def _wrong(problem: Problem, environment: Iterable[str], file: Path) -> Answer:
    given = [name for name in environment if name.upper() == problem.variable]
    remedy = f"unset {given[0]}" if given else _edit(file)
    return Answer(problem.setting, failure(problem.sentence, remedy, USAGE))


def _read_whole(root: Path, record: Mapping[str, object], environment: Iterable[str], file: Path) -> Answer:
    config = load_config(root, record)
    try:
        parse_address(config.listen, "The setting listen")
    except Failure as error:
        return _wrong_address(error, environment, file)
    given = len(config.outranking)
    return Answer("settings", sound(f"Every setting has a valid value; {given} come from the environment."))


def _wrong_address(error: Failure, environment: Iterable[str], file: Path) -> Answer:
    given = [name for name in environment if name.upper() == f"{PREFIX}LISTEN"]
    finding: Finding = failure(error.sentence, f"unset {given[0]}" if given else _edit(file), USAGE)
    return Answer("listen", finding)


def _nearest(name: str, known: Collection[str]) -> str:
    found = get_close_matches(name, sorted(known), 1, _LIKENESS)
    return f"; the nearest is {found[0]}" if found else ""


def _edit(file: Path) -> str:
    return f"$EDITOR {shlex.quote(str(file))}"
