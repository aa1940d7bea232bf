"""``ridgekey config show``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.bootstrap.head_office import shelf_of
from server.cli.notices import warn_of_unlisted
from server.cli.office import opened
from server.config import HeadOfficeConfig
from server.ports import Office
from server.services.administration import unchecked_users, unlisted_users
from shared.biometrics.models import default_verifier
from shared.biometrics.verification import Verifier
from shared.exact.network import Network
from shared.protocol.verification import Mode
from shared.settings import settings_file
from shared.settings.view import brief_limits, brief_others, view_limits, view_others
from shared.stores.home import HomeKind, open_home
from shared.stores.model_shelf import Item
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey config show"

_SHOWN = frozenset(
    {
        "database_url",
        "listen",
        "trust_domain",
        "model",
        "metrics_listen",
        "verification",
        "embedding_verifier",
        "closed_set_verifier",
        "inner_ciphers",
    }
)
"""Settings that have a line of their own, with more to it than the value."""


def show(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Show the settings and limits in force, where each comes from, and the models that are held."""
    with opened(home) as office:
        opened_home = open_home(office.config.home, HomeKind.HEAD_OFFICE)
        held, key_from = shelf_of(opened_home).held(), opened_home.key_source.name
        unlisted = unlisted_users(office, _closed_set(office.config, held))
        view = {**_view(office, held, unlisted), "master_key_from": key_from}
    config = office.config
    if resolve(output_format) is Format.JSON:
        more = {"settings": view_others(config, _SHOWN), "limits": view_limits(config)}
        show_record({**view, **more}, output_format)
    else:
        show_record({**view, **brief_others(config, _SHOWN), **brief_limits(config)}, output_format)
    if config.verification == Mode.CLOSED_SET:
        warn_of_unlisted(unlisted)


def _view(office: Office, held: Sequence[Item], unlisted: Sequence[int]) -> dict[str, Any]:
    config, shipped = office.config, default_verifier()
    file = settings_file(config.home)
    embedding = config.embedding_verifier or (shipped.digest.hex() if shipped else None)
    model = office.models.current_digest.hex()
    return {
        "home": str(config.home),
        "config_file": None if file is None else str(file),
        "database": config.database_name,
        "database_from": config.source_of("database_url"),
        "vault": str(config.vault.root),
        "vault_from": config.source_of("vault_url"),
        **_sourced(config, listen=config.listen, trust_domain=config.trust_domain, model=model),
        **_sourced(config, metrics_listen=config.metrics_listen),
        "users_not_checked_with_it": list(unchecked_users(office)),
        **_sourced(config, verification=config.verification, embedding_verifier=embedding),
        **_sourced(config, closed_set_verifier=config.closed_set_verifier),
        "users_not_listed_by_it": list(unlisted),
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
