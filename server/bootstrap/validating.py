"""Reads every setting of a head office as its server would, and says what that would not tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from server.bootstrap.listening import parse_address
from server.bootstrap.trust_domain import examine_domain
from server.config import HeadOfficeConfig, load_config
from shared.diagnosis import settings
from shared.diagnosis.findings import Answer, gravest
from shared.errors import OK
from shared.stores.home import HomeKind, open_home

_OF_THE_HOME = frozenset({"address"})
"""What the record of a head office has beside settings."""


def validate_settings(
    root: Path, environment: Mapping[str, str], options: Collection[str]
) -> tuple[Answer, ...]:
    """Check the record of a home, ``config.toml`` and the environment; its authority's trust domain too.

    Args:
        root: the state folder.
        environment: the variables of the process.
        options: the variables that stand for options of commands.

    Returns:
        What is wrong, by setting; one answer that all is well otherwise. No value is repeated but
        a trust domain, which everybody knows.

    Raises:
        Failure: ``HOME_INVALID`` when there is no home.
    """
    home = open_home(root, HomeKind.HEAD_OFFICE)
    answers = settings.validate_settings(HeadOfficeConfig, home, environment, _OF_THE_HOME, options)
    if gravest(answers) != OK:
        return answers
    config = load_config(home.root, home.record)
    wrong = (
        settings.examine_value(
            "listen", lambda: parse_address(config.listen, "The setting listen"), home, config
        ),
        examine_domain(home, config),
    )
    return tuple(answer for answer in wrong if answer is not None) or answers
