"""``ridgekey config show``."""

from __future__ import annotations

from typing import Any

from server.bootstrap.head_office import shelf_of
from server.cli.office import opened
from server.config import HeadOfficeConfig
from server.ports import Office
from server.services.administration import unchecked_users
from shared.biometrics.models import default_verifier
from shared.stores.home import HomeKind, open_home
from shared.stores.model_shelf import ModelShelf
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey config show"


def show(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Show the settings in force, where each comes from, and the models that are held."""
    with opened(home) as office:
        shelf = shelf_of(open_home(office.config.home, HomeKind.HEAD_OFFICE))
        show_record(_view(office, shelf), output_format)


def _view(office: Office, shelf: ModelShelf) -> dict[str, Any]:
    config, shipped = office.config, default_verifier()
    embedding = config.embedding_verifier or (shipped.digest.hex() if shipped else None)
    model = office.models.current_digest.hex()
    return {
        "home": str(config.home),
        **_sourced(config, listen=config.listen, trust_domain=config.trust_domain, model=model),
        "users_not_checked_with_it": list(unchecked_users(office)),
        **_sourced(config, verification=config.verification, embedding_verifier=embedding),
        **_sourced(config, closed_set_verifier=config.closed_set_verifier),
        "decided_by_the_environment": sorted(config.outranking.values()),
        "held": [f"{item.title} {item.digest.hex()}" for item in shelf.held()],
    }


def _sourced(config: HeadOfficeConfig, **values: str | None) -> dict[str, str | None]:
    """Each setting's value in force, and where it comes from."""
    view: dict[str, str | None] = {}
    for name, value in values.items():
        view[name], view[f"{name}_from"] = value, config.source_of(name) if value else None
    return view
