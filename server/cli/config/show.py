"""``ridgekey config show``."""

from __future__ import annotations

from typing import Any

from server.bootstrap.head_office import shelf_of
from server.cli.office import opened
from server.ports import Office
from server.services.administration import unchecked_users
from shared.biometrics.models import default_verifier
from shared.stores.home import HomeKind, open_home
from shared.stores.model_shelf import ModelShelf
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey config show"


def show(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Show the settings in force: addresses, model, verification, and the models that are held."""
    with opened(home) as office:
        shelf = shelf_of(open_home(office.config.home, HomeKind.HEAD_OFFICE))
        show_record(_view(office, shelf), output_format)


def _view(office: Office, shelf: ModelShelf) -> dict[str, Any]:
    config, shipped = office.config, default_verifier()
    return {
        "home": str(config.home),
        "listen": config.listen,
        "trust_domain": config.trust_domain,
        "model": office.models.current_digest.hex(),
        "model_from": "the release" if config.model is None else "this head office",
        "users_not_checked_with_it": list(unchecked_users(office)),
        "verification": config.verification,
        "embedding_verifier": config.embedding_verifier or (shipped.digest.hex() if shipped else None),
        "closed_set_verifier": config.closed_set_verifier,
        "held": [f"{item.title} {item.digest.hex()}" for item in shelf.held()],
    }
