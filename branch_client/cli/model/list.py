"""``ridgekey-branch model list``."""

from __future__ import annotations

from typing import Any

from branch_client.bootstrap import shelf_of
from branch_client.cli.arguments import home_of
from shared.stores.home import HomeKind, open_home
from shared.stores.model_shelf import Item
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_items

EXAMPLE = "ridgekey-branch model list"
COLUMNS = ("kind", "sha256", "bytes", "shipped")


def list_all(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """List the models and verifiers that this branch holds; superseded ones stay."""
    shelf = shelf_of(open_home(home_of(home), HomeKind.BRANCH))
    show_items(COLUMNS, [_view(item) for item in shelf.held()], output_format)


def _view(item: Item) -> dict[str, Any]:
    return {
        "kind": item.title,
        "sha256": item.digest.hex(),
        "bytes": len(item.data),
        "shipped": item.shipped,
    }
