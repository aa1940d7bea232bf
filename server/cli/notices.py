"""What an administrator is told on standard error about the settings of a head office."""

from __future__ import annotations

from collections.abc import Sequence

from server.config import HeadOfficeConfig
from server.ports import Office
from server.services.administration import unchecked_users
from shared.settings import settings_file
from shared.terminal.output import note

_NAMED_USERS = 20


def say_sources(office: Office) -> None:
    """Say which model and verification are in force and where they come from, and what else the environment
    decides.

    Raises:
        Failure: ``HOME_INVALID`` when the verifier in force is not held.
    """
    config, mode = office.config, office.config.verification
    values = {"model": office.models.current_digest.hex()[:12], "verification": mode}
    if mode != "off":
        values[verifier_setting(mode)] = office.models.current_verifier(mode).digest.hex()[:12]
    named = [f"{_words(name)} {value} from {config.source_of(name)}" for name, value in values.items()]
    others = [name for name in config.outranking if name not in values]
    named += [f"{_words(name)} from {config.source_of(name)}" for name in others]
    file = settings_file(config.home)
    named += [] if file is None else [f"settings from {file}"]
    note(f"In force: {'; '.join(named)}.")


def warn_if_outranked(config: HeadOfficeConfig, setting: str) -> None:
    """Warn when the environment goes before a setting that was just made."""
    if setting in config.outranking:
        note(
            f"{config.outranking[setting]} in the environment goes before this choice: unset it where the "
            "server is started, or the server will not use what was chosen."
        )
    elif (file := settings_file(config.home)) is not None and config.source_of(setting) == str(file):
        note(
            f"The line {setting} in {file} goes before this choice: delete it, or a server will not use what "
            "was chosen."
        )


def warn_of_unchecked(office: Office) -> None:
    """Warn of users whose fingers the current model was never tried with."""
    users = unchecked_users(office)
    if users:
        note(
            f"{len(users)} users' fingers were never tried with the current model, and some may give no key; "
            "`ridgekey config model` tries them."
        )


def warn_of_unlisted(users: Sequence[int]) -> None:
    """Warn of users whom a closed-set verifier does not list."""
    if users:
        note(
            f"The closed-set verifier does not list {_people(users)}, so that no scan of theirs passes by "
            "it: choose one that does by `ridgekey config verifier FILE`, put them on the exit list, or have "
            "scans checked otherwise by `ridgekey config verification embedding`."
        )


def verifier_setting(kind: str) -> str:
    """The setting that names the verifier of a kind."""
    return f"{kind.replace('-', '_')}_verifier"


def _people(users: Sequence[int]) -> str:
    named, more = users[:_NAMED_USERS], len(users) - _NAMED_USERS
    people = f"user{'s' if len(users) > 1 else ''} {', '.join(map(str, named))}"
    return people + (f" and {more} more" if more > 0 else "")


def _words(setting: str) -> str:
    return setting.replace("_", " ")
