"""Writes ``refused_frames.json`` anew: ``python -m tests.vectors.write_refused_frames``.

Each vector is a recorded exchange in which one frame arrives as other bytes, and who must refuse it how.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.raw_message import field, replaced, values, without
from tests.vectors.frame_changes import (
    BRANCH,
    HEAD_OFFICE,
    BytesField,
    Change,
    NameField,
    NumberField,
    Refusal,
    changes,
    cut_changes,
    flipped,
    held,
)
from tests.vectors.recorded_frames import (
    CHALLENGE,
    DIGEST,
    FOLDER,
    IMPOSTOR,
    LOW_ORDER,
    OTHER,
    PLAIN,
    PROOF,
    RECEIPT,
    RECORDINGS,
    RETRIED,
    SCANNED,
    UNPROVED,
    recorded,
)
from tests.vectors.refused_hellos import hellos


def challenges() -> Iterator[Change]:
    """Of the head office's Challenge."""
    frame = recorded(PLAIN, "challenge")
    malformed = CHALLENGE.malformed

    def refused(code: str, name: str | None = None) -> Refusal:
        return Refusal(BRANCH, code, name)

    version, suite = refused("VERSION_UNSUPPORTED", "version"), refused("SUITE_UNSUPPORTED", "suite")
    stale, finger = refused("GENERATION_STALE"), refused("MALFORMED")
    fields = (
        NumberField(1, "version", ((0, version), (2, version))),
        NameField(2, "suite", "rot13", suite),
        NameField(3, "inner_cipher", "lorenz", refused("SUITE_UNSUPPORTED", "inner_cipher")),
        BytesField(4, "server_random", UNPROVED),
        NumberField(5, "n", ((0, malformed("n")), (2**63, malformed("n")), (52, UNPROVED), (43, finger))),
        NumberField(6, "generation", ((0, stale), (2, stale), (4, stale), (2**63, malformed("generation")))),
        NumberField(7, "finger", ((0, finger), (2, finger), (10, malformed("finger")))),
        NameField(8, "key_source", "live-scan", refused("VERSION_UNSUPPORTED")),
        NameField(9, "verification", "palm-vein", refused("VERSION_UNSUPPORTED", "verification")),
        BytesField(10, "model_digest", refused("MODEL_MISMATCH")),
        BytesField(11, "mlkem_ciphertext", UNPROVED),
        BytesField(12, "x25519_public_key", UNPROVED),
    )
    yield from changes(frame, CHALLENGE, fields)
    required = {2: "suite", 3: "inner_cipher", 4: "server_random", 5: "n", 8: "key_source"}
    required |= {9: "verification", 10: "model_digest", 11: "mlkem_ciphertext", 12: "x25519_public_key"}
    yield from cut_changes(frame, CHALLENGE, required)
    yield "the other suite that was offered", replaced(frame, 2, "chacha20-poly1305"), UNPROVED
    yield "the other inner cipher that was offered", replaced(frame, 3, "chen"), UNPROVED
    yield "n at the mark", _numbered(frame, 41, 0), refused("COUNTER_ROLLBACK")
    yield "n below the mark, of the same finger", _numbered(frame, 32, 1), refused("COUNTER_ROLLBACK")
    yield "the first n again", _numbered(frame, 1, 0), refused("COUNTER_ROLLBACK")
    yield "the next n, of its own finger", _numbered(frame, 43, 2), UNPROVED
    yield "the last n there is", _numbered(frame, 2**63 - 1, 6), UNPROVED
    verifier = malformed("verifier_digest")
    yield "verifier_digest without verification", replaced(frame, 13, DIGEST), verifier
    yield "verification without verifier_digest", replaced(frame, 9, "embedding"), verifier
    yield "verifier_digest of 31 bytes", replaced(frame, 13, DIGEST[1:]), verifier
    unheld = replaced(replaced(frame, 9, "embedding"), 13, DIGEST)
    yield "a verification whose verifier is not held", unheld, refused("MODEL_MISMATCH")
    for index, point in enumerate(LOW_ORDER):
        low = malformed("x25519_public_key")
        yield f"x25519_public_key of low order {index}", replaced(frame, 12, bytes.fromhex(point)), low
    yield "the Challenge of another exchange", recorded(OTHER, "challenge"), UNPROVED


def _numbered(frame: bytes, n: int, finger: int) -> bytes:
    return replaced(replaced(frame, 5, n), 7, finger)


def scans() -> Iterator[Change]:
    """Of a Challenge that demands a live scan, at a branch that insists on one."""
    frame = recorded(SCANNED, "challenge")
    taken_out = without(replaced(frame, 9, "none"), 13)
    refused = Refusal(BRANCH, "VERSION_UNSUPPORTED", "verification")
    yield "the demand taken out", taken_out, refused
    yield (
        "verification none, with the verifier",
        replaced(frame, 9, "none"),
        CHALLENGE.malformed("verifier_digest"),
    )
    yield "verification without its verifier", without(frame, 13), CHALLENGE.malformed("verifier_digest")
    yield "another verification of the same verifier", replaced(frame, 9, "closed-set"), UNPROVED
    yield "a verifier that is not held", replaced(frame, 13, DIGEST), Refusal(BRANCH, "MODEL_MISMATCH")
    model = held(frame, 10)
    yield "the model as the verifier", replaced(frame, 13, model), UNPROVED
    yield (
        "verifier_digest one byte long",
        replaced(frame, 13, bytes(33)),
        CHALLENGE.malformed("verifier_digest"),
    )


def retries() -> Iterator[Change]:
    """Of the Challenge of a retry: its n, 10, is pending and stands below the mark, 12."""
    frame = recorded(RETRIED, "challenge")
    for n, finger in ((9, 3), (11, 3), (12, 9), (8, 9)):
        yield (
            f"n {n}, which is not the pending one",
            _numbered(frame, n, finger),
            Refusal(BRANCH, "COUNTER_ROLLBACK"),
        )
    yield "n 13, above the mark", _numbered(frame, 13, 3), UNPROVED
    yield "the pending n of another finger", _numbered(frame, 10, 3), Refusal(BRANCH, "MALFORMED")


def proofs() -> Iterator[Change]:
    """Of the branch's Proof."""
    frame = recorded(PLAIN, "proof")
    yield from changes(frame, PROOF, (BytesField(1, "mac", UNPROVED),))
    mac = held(frame, 1)
    assert isinstance(mac, bytes)
    for byte in range(32):
        yield f"mac, a bit of byte {byte}", replaced(frame, 1, flipped(mac, 8 * byte + byte % 8)), UNPROVED
    yield "mac of zeros", replaced(frame, 1, bytes(32)), UNPROVED
    yield "mac twice, the first another", replaced(frame, 1, bytes(32), mac), IMPOSTOR
    yield "the Proof of another exchange", recorded(OTHER, "proof"), UNPROVED
    yield "the Accept's mac", replaced(frame, 1, values(recorded(PLAIN, "accept"))[2]), UNPROVED
    yield "empty", b"", PROOF.malformed("mac")


def receipts() -> Iterator[Change]:
    """Of the branch's Receipt; one that does not verify is audited as INTEGRITY and ignored."""
    frame = receipt_of(PLAIN)
    ignored = Refusal(HEAD_OFFICE, "INTEGRITY")
    outcome = RECEIPT.malformed("outcome")
    fields = (
        NumberField(1, "outcome", ((0, outcome), (3, outcome), (2, ignored))),
        NumberField(2, "chunk_count", ((0, ignored), (2, ignored), (2**32 - 1, ignored))),
        BytesField(3, "mac", ignored),
    )
    yield from changes(frame, RECEIPT, fields)
    yield from cut_changes(frame, RECEIPT, {3: "mac"})
    yield "outcome twice, the last another", replaced(frame, 1, 1, 2), ignored
    yield "empty", b"", outcome
    yield "the Receipt of another exchange", receipt_of(OTHER), ignored
    yield "the mac of the Proof", replaced(frame, 3, values(recorded(PLAIN, "proof"))[1]), ignored


def receipt_of(name: str) -> bytes:
    """The Receipt of a recording."""
    recording = RECORDINGS[name]
    return field(1, 1) + field(2, len(recording["chunks"])) + field(3, bytes.fromhex(recording["receipt"]))


def vectors() -> list[dict[str, Any]]:
    """All of them."""
    groups = [
        (PLAIN, "hello", hellos()),
        (PLAIN, "challenge", challenges()),
        (SCANNED, "challenge", scans()),
        (RETRIED, "challenge", retries()),
        (PLAIN, "proof", proofs()),
        (PLAIN, "receipt", receipts()),
    ]
    return [vector(name, frame, change) for name, frame, found in groups for change in found]


def vector(recording: str, frame: str, change: Change) -> dict[str, Any]:
    """One vector as it stands in the file."""
    name, data, refusal = change
    named = {"name": name, "recording": recording, "frame": frame, "bytes": data.hex()}
    expected = {"refused_by": refusal.by, "failure": refusal.failure}
    if refusal.field is not None:
        expected["field"] = refusal.field
    return {**named, **expected, **({} if refusal.at is None else {"at": refusal.at})}


def main() -> None:
    """Write the file."""
    text = json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n"
    (FOLDER / "refused_frames.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
