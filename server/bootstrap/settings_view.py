"""The settings of a head office as ``config show`` tells them: values, their sources, what is held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.adapters.model_files import ModelFiles
from server.bootstrap.head_office import shelf_of
from server.config import HeadOfficeConfig
from server.ports import Office
from server.services.administration import unchecked_users, unlisted_users
from shared.biometrics.models import default_verifier
from shared.biometrics.verification import Verifier
from shared.exact.network import Network
from shared.settings import settings_file
from shared.settings.view import view_limits, view_others
from shared.stores.home import Home, HomeKind, open_home
from shared.stores.model_shelf import Item

_SHOWN = frozenset(
    {
        "database_url",
        "listen",
        "trust_domain",
        "model",
        "metrics_listen",
        "administration",
        "verification",
        "embedding_verifier",
        "closed_set_verifier",
        "inner_ciphers",
    }
)
"""Settings that have a line of their own, with more to it than the value."""


def view_settings(office: Office) -> dict[str, Any]:
    """The settings and limits in force, where each comes from, and the models that are held.

    Raises:
        Failure: ``HOME_INVALID`` when the home's record or a model cannot be read; ``STORAGE_UNAVAILABLE``.
    """
    config = office.config
    home = open_home(config.home, HomeKind.HEAD_OFFICE)
    held = shelf_of(home).held()
    checked = list(unchecked_users(office))
    listed = list(unlisted_users(office, _closed_set(config, held)))
    return _whole(config, home, held, checked, listed)


def view_settings_alone(config: HeadOfficeConfig) -> dict[str, Any]:
    """The same of a head office whose database cannot be asked: what only it knows is ``None``.

    Raises:
        Failure: ``HOME_INVALID`` when the home's record or a model cannot be read.
    """
    home = open_home(config.home, HomeKind.HEAD_OFFICE)
    return _whole(config, home, shelf_of(home).held(), None, None)


def _whole(
    config: HeadOfficeConfig,
    home: Home,
    held: Sequence[Item],
    unchecked: list[int] | None,
    unlisted: list[int] | None,
) -> dict[str, Any]:
    model = ModelFiles(shelf_of(home), config).current_digest.hex()
    return {
        **_view(config, held, model, unchecked, unlisted),
        "master_key_from": home.key_source.name,
        "settings": view_others(config, _SHOWN),
        "limits": view_limits(config),
    }


def _view(
    config: HeadOfficeConfig,
    held: Sequence[Item],
    model: str,
    unchecked: list[int] | None,
    unlisted: list[int] | None,
) -> dict[str, Any]:
    shipped = default_verifier()
    file = settings_file(config.home)
    embedding = config.embedding_verifier or (shipped.digest.hex() if shipped else None)
    return {
        "home": str(config.home),
        "config_file": None if file is None else str(file),
        "database": config.database_name,
        "database_from": config.source_of("database_url"),
        "vault": str(config.vault.root),
        "vault_from": config.source_of("vault_url"),
        **_sourced(config, listen=config.listen, trust_domain=config.trust_domain, model=model),
        **_sourced(config, metrics_listen=config.metrics_listen),
        **_sourced(config, administration="on" if config.administration else "off"),
        "users_not_checked_with_it": unchecked,
        **_sourced(config, verification=config.verification, embedding_verifier=embedding),
        **_sourced(config, closed_set_verifier=config.closed_set_verifier),
        "users_not_listed_by_it": unlisted,
        **_sourced(config, inner_ciphers=", ".join(config.inner_ciphers)),
        "decided_by_the_environment": sorted(config.outranking.values()),
        "held": [f"{item.title} {item.digest.hex()}" for item in held],
    }


def _closed_set(config: HeadOfficeConfig, held: Sequence[Item]) -> Verifier | Network | None:
    """The closed-set verifier that is named, unless its file is gone; whoever looks may look for that."""
    return next((item.content for item in held if item.digest.hex() == config.closed_set_verifier), None)


def _sourced(config: HeadOfficeConfig, **values: str | None) -> dict[str, str | None]:
    """Each setting's value in force, and where it comes from."""
    view: dict[str, str | None] = {}
    for name, value in values.items():
        view[name], view[f"{name}_from"] = value, config.source_of(name) if value else None
    return view
