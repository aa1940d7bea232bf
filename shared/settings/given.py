"""What one place gives: the record of a home, ``config.toml``, the environment; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from shared.errors import MEANINGS, Code
from shared.settings.file import (
    is_open_to_others,
    is_writable_by_others,
    read_secret,
    read_settings_file,
    settings_file,
)
from shared.settings.model import FILE_SUFFIX, PREFIX, MasterKeySettings, Settings, secret_settings
from shared.settings.names import nearest

Model = type[MasterKeySettings]


@dataclass(frozen=True)
class Problem:
    """A setting that has no valid value, and why; never the value, which may be a password.

    Attributes:
        setting: its name, or what is written where a name should be.
        why: what is wrong; a whole sentence when ``whole``.
        file: the file that gives it, when it is the settings file.
        whole: whether ``why`` says everything.
        code: what it is to a program.
    """

    setting: str
    why: str
    file: Path | None = None
    whole: bool = False
    code: Code = Code.INVALID_INPUT

    @property
    def variable(self) -> str:
        """The environment variable that gives the setting."""
        return PREFIX + self.setting.upper()

    @property
    def exit_code(self) -> int:
        """What a command that ends with it returns."""
        return MEANINGS[self.code].exit_code

    @property
    def sentence(self) -> str:
        """All of it in a sentence."""
        if self.whole:
            return self.why
        if self.file is not None:
            return f"{self.setting} in {self.file} is wrong: {self.why}."
        return f"The setting {self.setting} ({self.variable}) is wrong: {self.why}."


@dataclass(frozen=True)
class Given:
    """Values by setting, the place of each, and what is wrong.

    Attributes:
        values: for the settings' model; those of the environment it reads itself.
        sources: by setting where it comes from, as the end of "it comes from …".
        variables: by setting the variable that gives it.
        problems: what can be said before the model looks at the values.
        file: the settings file, when it gives them.
    """

    values: Mapping[str, Any]
    sources: Mapping[str, str]
    variables: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    file: Path | None = None


def from_record(model: Model, record: Mapping[str, Any]) -> Given:
    """What ``init`` and the audited choices of ``ridgekey config`` recorded in the home."""
    names = set(model.model_fields) - set(Settings.NOT_OF_THE_FILE)
    values = {name: value for name, value in record.items() if name in names and value is not None}
    return Given(values, dict.fromkeys(values, "this head office"))


def from_file(model: Model, home: Path, *, whole: bool) -> Given:
    """What ``config.toml`` says.

    Raises:
        Failure: as :func:`settings_file` and :func:`read_settings_file`.
    """
    path = settings_file(home)
    if path is None:
        return Given({}, {})
    said = read_settings_file(path, model)
    secrets = secret_settings(model)
    known = set(model.model_fields) | {name + FILE_SUFFIX for name in secrets}
    problems = [*_misplaced(path, said, known)] if whole else []
    problems += [*_wrong_types(path, model, said), *_exposed(path, said, secrets)]
    values = {name: value for name, value in said.items() if name in model.model_fields}
    for name in secrets:
        if (named := said.get(name + FILE_SUFFIX)) is None:
            continue
        if name in said:
            sentence = f"{name} and {name}{FILE_SUFFIX} in {path} give the same setting; keep one of the two."
            problems.append(Problem(name, sentence, path, whole=True))
        else:
            _take_secret(values, problems, name, path.parent / str(named), path)
    if isinstance(key_file := values.get("master_key_file"), str):
        values["master_key_file"] = path.parent / key_file
    return Given(values, dict.fromkeys(values, str(path)), problems=tuple(problems), file=path)


def from_environment(model: Model, environment: Mapping[str, str]) -> Given:
    """What the environment names, and the secrets of the files that it names; it heeds no case."""
    present = {variable.upper(): variable for variable in environment}
    # The home is the one that was opened, whatever the environment says.
    names = [name for name in model.model_fields if name != "home"]
    variables = {name: present[PREFIX + name.upper()] for name in names if PREFIX + name.upper() in present}
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in secret_settings(model):
        variable = present.get(PREFIX + (name + FILE_SUFFIX).upper())
        if variable is None:
            continue
        if name in variables:
            sentence = f"{variables[name]} and {variable} give the same setting; unset one of the two."
            problems.append(Problem(name, sentence, whole=True))
        else:
            variables[name] = variable
            _take_secret(values, problems, name, Path(environment[variable]))
    sources = {name: f"{variable} in the environment" for name, variable in variables.items()}
    return Given(values, sources, variables, tuple(problems))


def _misplaced(path: Path, said: Mapping[str, Any], known: set[str]) -> list[Problem]:
    problems = []
    for key in said:
        if key in Settings.NOT_OF_THE_FILE:
            why = f"{key} cannot be set in {path}; {Settings.NOT_OF_THE_FILE[key]}, and delete that line."
        elif key not in known:
            meant = nearest(key, known - set(Settings.NOT_OF_THE_FILE))
            hint = f"did you mean {meant}?" if meant else "`config show` lists what there is."
            why = f"{key} in {path} is no setting; {hint}"
        else:
            continue
        problems.append(Problem(key, why, path, whole=True))
    return problems


def _wrong_types(path: Path, model: Model, said: Mapping[str, Any]) -> list[Problem]:
    """TOML tells texts from numbers; the environment cannot, so the model itself would take either."""
    problems = []
    for name, value in said.items():
        info = model.model_fields.get(name)
        wanted = info.annotation if info is not None else None
        if wanted is bool and not isinstance(value, bool):
            problems.append(Problem(name, "must be true or false, without quotes", path))
        elif wanted in (int, float) and (isinstance(value, bool) or not isinstance(value, int | float)):
            problems.append(Problem(name, "must be a number, without quotes", path))
    return problems


def _exposed(path: Path, said: Mapping[str, Any], secrets: tuple[str, ...]) -> list[Problem]:
    if is_writable_by_others(path):
        # Whoever writes it names the program that runs as this account.
        sentence = f"Others on this machine may write {path}; run `chmod go-w {path}`."
        return [Problem(path.name, sentence, path, whole=True, code=Code.HOME_INVALID)]
    held = [name for name in secrets if name in said]
    if not held or not is_open_to_others(path):
        return []
    sentence = (
        f"{path} holds {held[0]}, which may have a password, and others on this machine may read it; "
        f"run `chmod 600 {path}`, or name a file with {held[0]}{FILE_SUFFIX}."
    )
    return [Problem(held[0], sentence, path, whole=True, code=Code.HOME_INVALID)]


def _take_secret(
    values: dict[str, Any], problems: list[Problem], name: str, holder: Path, said_in: Path | None = None
) -> None:
    try:
        values[name] = SecretStr(read_secret(holder))
    except ValueError as error:
        sentence = f"The file of the setting {name} is wrong: {error}."
        problems.append(Problem(name, sentence, said_in, whole=True))
