"""The recorded exchanges that refused ones are made from, and what a spoilt frame of each kind ends in."""

from __future__ import annotations

import json
from pathlib import Path

from tests.independent_exchange import sha256
from tests.vectors.frame_changes import BRANCH, HEAD_OFFICE, Refusal, Rules

FOLDER = Path(__file__).parent
PLAIN, SCANNED, RETRIED = "one chunk", "a live scan demanded", "a retry of nothing"
OTHER = "three chunks of the other suite"
DIGEST = sha256(b"another")

UNPROVED = Refusal(HEAD_OFFICE, "PROOF_FAILED")
IMPOSTOR = Refusal(BRANCH, "PROOF_FAILED")
UNCOMMITTED = Refusal(BRANCH, "COMMITMENT_MISMATCH")
OTHER_IMAGE = Refusal(BRANCH, "STREAM_CORRUPT", at=0)
RECORDINGS = {each["name"]: each for each in json.loads((FOLDER / "recordings.json").read_text("utf-8"))}
HYBRID = json.loads((FOLDER / "hybrid.json").read_text("utf-8"))
LOW_ORDER = HYBRID["x25519_low_order"]
ANOTHER_KEY = bytes.fromhex(HYBRID["agree"][0]["mlkem_encapsulation_key"])

HELLO = Rules(HEAD_OFFICE, UNPROVED)
CHALLENGE = Rules(BRANCH, UNPROVED)
PROOF = Rules(HEAD_OFFICE, IMPOSTOR)
ACCEPT = Rules(BRANCH, OTHER_IMAGE)
RECEIPT = Rules(HEAD_OFFICE, None)


def recorded(name: str, frame: str) -> bytes:
    """A frame of a recording."""
    return bytes.fromhex(RECORDINGS[name]["frames"][frame])
