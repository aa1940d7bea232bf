"""Enrolment packages (protocol §9.3), as they come and under a true signature."""

from __future__ import annotations

import json
from contextlib import suppress

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.crypto.packages import open_package
from shared.crypto.secret import Secret
from shared.errors import Failure
from tests.independent_exchange import lv
from tests.vectors.spoilt_items import items
from tests.vectors.write_refused_files import FOLDER, SIGNER

RECORDED = json.loads((FOLDER / "package.json").read_text("utf-8"))
SIGNING = Ed25519PrivateKey.from_private_bytes(SIGNER.export_bytes())
PACKAGE_KEY = SIGNING.public_key().public_bytes_raw()


def parse(data: bytes) -> None:
    """Open the bytes as a package; then once more, signed by the head office's key."""
    with suppress(Failure):
        read(data)
    with suppress(Failure):
        read(data + lv(SIGNING.sign(data)))


def read(data: bytes) -> None:
    """Open a package at the recorded branch.

    Raises:
        Failure: it is none, or not for this branch.
    """
    open_package(data, RECORDED["branch_uri"], Secret(bytes.fromhex(RECORDED["hpke_key"])), PACKAGE_KEY)


def seeds() -> dict[str, bytes]:
    """The recorded package, and what of it is signed."""
    package = bytes.fromhex(RECORDED["package"])
    return {"package": package, "unsigned": lv(*items(package)[:-1])}
