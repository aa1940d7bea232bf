"""Sealed images at a branch (protocol §4.6)."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from shared.crypto.secret import Secret
from shared.errors import Failure
from shared.protocol.sealed_image import open_image, parse_sealed_image
from tests.vectors.write_refused_files import FOLDER

RECORDED: dict[str, Any] = json.loads((FOLDER / "sealed_images.json").read_text("utf-8"))
K = bytes.fromhex(RECORDED["k"])


def parse(data: bytes) -> None:
    """Open the bytes with the recorded key."""
    with suppress(Failure):
        read(data)


def read(data: bytes) -> None:
    """Open a sealed image.

    Raises:
        Failure: it is not what was sealed.
    """
    open_image(parse_sealed_image(data), Secret(K))


def seeds() -> dict[str, bytes]:
    """The recorded images."""
    named = (each["name"].replace(": ", "-") for each in RECORDED["opened"])
    return dict(zip(named, (bytes.fromhex(each["bytes"]) for each in RECORDED["opened"]), strict=True))
