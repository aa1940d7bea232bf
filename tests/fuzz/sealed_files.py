"""Sealed files (protocol §4.7)."""

from __future__ import annotations

import json
from contextlib import suppress

from shared.crypto.sealed_file import open_sealed
from shared.crypto.secret import Secret
from shared.errors import Failure
from tests.vectors.write_refused_files import FOLDER

RECORDED = json.loads((FOLDER / "sealed_file.json").read_text("utf-8"))


def parse(data: bytes) -> None:
    """Open the bytes as the recorded file."""
    with suppress(Failure):
        read(data)


def read(data: bytes) -> None:
    """Open a sealed file.

    Raises:
        Failure: it is not what was sealed.
    """
    open_sealed(data, Secret(bytes.fromhex(RECORDED["master"])), RECORDED["kind"], RECORDED["name"])


def seeds() -> dict[str, bytes]:
    """The recorded file."""
    return {"sealed": bytes.fromhex(RECORDED["sealed"])}
