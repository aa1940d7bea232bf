"""Writes ``audit.json`` anew from the text of protocol §7.1: ``python -m tests.vectors.write_audit``."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.independent_exchange import lv

COLUMNS = [
    *("time_us", "actor", "event", "user", "image", "n", "generation", "finger", "request_id", "attempt"),
    *("suite", "inner_cipher", "tls_group", "reason", "item_count", "size", "duration_us"),
]
BODIES: list[tuple[str, dict[str, Any]]] = [
    ("only what every row has", {"time_us": 0, "actor": "spiffe://d/admin/local", "event": "INITIALISED"}),
    (
        "a release",
        {
            "time_us": 1_700_000_000_123_456,
            "actor": "spiffe://ridgekey.internal/branch/basra",
            "event": "RELEASED",
            "user": 17,
            "image": "xray-7",
            "n": 42,
            "generation": 3,
            "finger": 1,
            "request_id": bytes(range(16)).hex(),
            "attempt": 1,
            "suite": "aes-256-gcm",
            "inner_cipher": "none",
            "tls_group": "X25519MLKEM768",
        },
    ),
    (
        "zeros and empty text are not nothing",
        {
            "time_us": 1,
            "actor": "",
            "event": "",
            "user": 0,
            "finger": 0,
            "reason": "",
            "item_count": 0,
            "size": 0,
        },
    ),
    (
        "text beyond ASCII and the largest numbers",
        {
            "time_us": 2**63,
            "actor": "a",
            "event": "e",
            "n": 2**63 - 1,
            "reason": "Zürich ☂",
            "size": 2**64 - 1,
        },
    ),
]


def vectors() -> list[dict[str, Any]]:
    """The chain of all bodies in turn."""
    written, previous = [], bytes(32)
    for seq, (name, body) in enumerate(BODIES, start=1):
        values = {**body, "request_id": bytes.fromhex(body["request_id"])} if "request_id" in body else body
        encoded = lv(*(lv(values[column]) if column in values else b"" for column in COLUMNS))
        leaf = hashlib.sha256(b"\x00" + lv(seq, previous, encoded)).digest()
        row = {"seq": seq, "previous": previous.hex(), "encoded": encoded.hex(), "leaf_hash": leaf.hex()}
        written.append({"name": name, "body": body, **row})
        previous = leaf
    return written


def main() -> None:
    """Write the file."""
    text = json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n"
    (Path(__file__).parent / "audit.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
