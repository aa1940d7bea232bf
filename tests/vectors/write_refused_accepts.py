"""Writes ``refused_accepts.json`` anew: ``python -m tests.vectors.write_refused_accepts``.

Accepts that a branch must refuse, also from a head office that has the key and lies. What it seals and signs
here comes from the second implementation and from the ciphers of ``cryptography``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.independent_exchange import Derived, Known, cipher, derive, lv, sealing_part, sha256
from tests.raw_message import replaced, values, without
from tests.vectors.audit_trees import checkpoint, consistency, foreign_checkpoint, fork_root, root
from tests.vectors.frame_changes import (
    BRANCH,
    BytesField,
    Change,
    NumberField,
    Refusal,
    changes,
    cut_changes,
    flipped,
    held,
)
from tests.vectors.recorded_frames import (
    ACCEPT,
    FOLDER,
    IMPOSTOR,
    OTHER,
    OTHER_IMAGE,
    PLAIN,
    RECORDINGS,
    UNCOMMITTED,
    recorded,
)
from tests.vectors.write_refused_frames import vector

WITNESS = "a branch that holds a checkpoint"
HELD = 6
"""How many rows the recorded witness's checkpoint has; the one that it is shown has 11."""
UNREADABLE = Refusal(BRANCH, "STREAM_CORRUPT")
FALSE_LOG = Refusal(BRANCH, "WITNESS_INCONSISTENT")
LIE = Refusal(BRANCH, "MALFORMED")
TOO_LARGE = Refusal(BRANCH, "TOO_LARGE")


def second_opinion(name: str) -> Derived:
    """Everything that a recording's exchange derives."""
    recording = RECORDINGS[name]
    given = {**recording["frames"], **recording["secrets"]}
    uris = {key: recording["channel"][key] for key in ("branch_uri", "head_office_uri")}
    digests = {key: value for key, value in recording["channel"].items() if key not in uris}
    return derive(Known(**{key: bytes.fromhex(value) for key, value in {**given, **digests}.items()}, **uris))


def attempt_of(name: str, number: int | None = None) -> tuple[int, bytes, int]:
    """What binds a recording's sealing keys: n, request ID and attempt, or another attempt instead."""
    n, request_id = values(recorded(name, "challenge"))[5], values(recorded(name, "hello"))[4]
    own = values(recorded(name, "accept"))[1]
    assert isinstance(n, int)
    assert isinstance(request_id, bytes)
    assert isinstance(own, int)
    return n, request_id, number or own


def accepts() -> Iterator[Change]:
    """Of the Accept's own fields."""
    frame = recorded(PLAIN, "accept")
    attempt = ACCEPT.malformed("attempt")
    fields = (
        NumberField(1, "attempt", ((0, attempt), (6, attempt), (2**32 - 1, attempt), (2, UNCOMMITTED))),
        BytesField(2, "mac", IMPOSTOR),
        BytesField(3, "commitment", UNCOMMITTED),
    )
    yield from changes(frame, ACCEPT, fields)
    required = {1: "attempt", 2: "mac", 3: "commitment", 4: "sealed_manifest"}
    yield from cut_changes(frame, ACCEPT, required)
    yield "empty", b"", attempt
    derived = second_opinion(PLAIN)
    for number in (2, 3, 4, 5):
        prk, label = derived.prk, "ridgekey/1 commitment"
        other = sealing_part(prk, label, derived.th2, attempt_of(PLAIN, number), 32)
        yield f"the commitment of attempt {number}", replaced(frame, 3, other), UNCOMMITTED
    yield "the message key's own bytes", replaced(frame, 3, derived.message_key), UNCOMMITTED
    yield (
        "the commitment of another exchange",
        replaced(frame, 3, held(recorded(OTHER, "accept"), 3)),
        UNCOMMITTED,
    )
    yield "the Proof's mac sent back", replaced(frame, 2, held(recorded(PLAIN, "proof"), 1)), IMPOSTOR
    yield "the Accept of another exchange", recorded(OTHER, "accept"), IMPOSTOR
    yield from _precedence(frame)


def _precedence(frame: bytes) -> Iterator[Change]:
    """§3.11: MAC, then commitment, then checkpoint and its proof, and only then the manifest."""
    no_manifest = replaced(frame, 4, bytes(200))
    no_log = replaced(no_manifest, 5, b"?")
    no_key = replaced(no_log, 3, bytes(32))
    yield "all of it another: the mac is looked at first", replaced(no_key, 2, bytes(32)), IMPOSTOR
    yield "all but the mac: then the commitment", no_key, UNCOMMITTED
    yield "checkpoint and manifest: then the checkpoint", no_log, FALSE_LOG
    yield "the manifest: last", no_manifest, UNREADABLE


def manifests() -> Iterator[Change]:
    """Of the sealed manifest: altered on its way, or sealed by a head office that has the key and lies."""
    frame, derived = recorded(PLAIN, "accept"), second_opinion(PLAIN)
    sealed, bound = held(frame, 4), ACCEPT.malformed("sealed_manifest")
    assert isinstance(sealed, bytes)
    yield "no sealed_manifest", without(frame, 4), bound
    yield "sealed_manifest of 15 bytes", replaced(frame, 4, bytes(15)), bound
    yield "sealed_manifest of 1025 bytes", replaced(frame, 4, bytes(1025)), bound
    yield "sealed_manifest of a tag alone", replaced(frame, 4, sealed[-16:]), UNREADABLE
    yield "sealed_manifest one byte short", replaced(frame, 4, sealed[:-1]), UNREADABLE
    yield "sealed_manifest one byte long", replaced(frame, 4, sealed + b"\0"), UNREADABLE
    for bit in (0, 8 * 40 + 3, -129, -1):
        yield f"sealed_manifest, bit {bit}", replaced(frame, 4, flipped(sealed, bit)), UNREADABLE
    foreign = second_opinion(OTHER)
    own = derived.manifest
    under = {
        "under another exchange's key": (foreign.manifest_key, bytes(12), derived.th2),
        "under the message key": (derived.message_key, bytes(12), derived.th2),
        "under another nonce": (derived.manifest_key, bytes(11) + b"\1", derived.th2),
        "bound to TH1": (derived.manifest_key, bytes(12), derived.th1),
        "bound to nothing": (derived.manifest_key, bytes(12), b""),
    }
    for name, (key, nonce, binding) in under.items():
        other = cipher(derived.suite, key).encrypt(nonce, own, binding)
        yield f"sealed_manifest {name}", replaced(frame, 4, other), UNREADABLE
    for name, lie, refusal in _lies(derived):
        other = cipher(derived.suite, derived.manifest_key).encrypt(bytes(12), lie, derived.th2)
        yield f"a manifest that says {name}", replaced(frame, 4, other), refusal


def _lies(derived: Derived) -> Iterator[Change]:
    """Manifests whose head office has every key."""
    n, request_id, _ = attempt_of(PLAIN)
    image = bytes.fromhex(RECORDINGS[PLAIN]["image"])
    digest = sha256(image)
    true: dict[str, Any] = {
        "size": len(image),
        "chunk_size": 1024,
        "chunk_count": 1,
        "media_type": "image/png",
    }
    true |= {"sha256": digest, "n": n, "request_id": request_id, "inner_cipher": "none"}
    assert lv(*true.values()) == derived.manifest
    lies: list[tuple[str, dict[str, Any], Refusal]] = [
        ("another n", {"n": n + 1}, LIE),
        ("another request", {"request_id": bytes(16)}, LIE),
        ("a request of 15 bytes", {"request_id": request_id[:-1]}, LIE),
        ("another inner cipher", {"inner_cipher": "chen"}, LIE),
        ("no inner cipher", {"inner_cipher": ""}, LIE),
        ("more than the branch takes", {"size": 10_001, "chunk_count": 10}, TOO_LARGE),
        ("2^63 bytes", {"size": 2**63}, TOO_LARGE),
        ("2^64 - 1 bytes", {"size": 2**64 - 1}, TOO_LARGE),
        ("chunks above the bound", {"chunk_size": 2 * 1024 * 1024 + 1}, TOO_LARGE),
        ("chunks of nothing", {"chunk_size": 0}, LIE),
        ("no chunk", {"chunk_count": 0}, LIE),
        ("a chunk too many", {"chunk_count": 2}, LIE),
        ("2^32 chunks", {"chunk_count": 2**32}, LIE),
        ("a SHA-256 of 31 bytes", {"sha256": digest[1:]}, LIE),
        ("no SHA-256", {"sha256": b""}, LIE),
        ("one byte less", {"size": len(image) - 1}, Refusal(BRANCH, "STREAM_CORRUPT", at=0)),
        ("one byte more", {"size": len(image) + 1}, Refusal(BRANCH, "STREAM_CORRUPT", at=0)),
    ]
    for name, other, refusal in lies:
        yield name, lv(*{**true, **other}.values()), refusal
    encoded = list(true.values())
    yield "a media type that is no UTF-8", lv(*{**true, "media_type": b"\xff"}.values()), LIE
    yield "a size of four bytes", lv(b"\0\0\0\x0d", *encoded[1:]), LIE
    yield "seven things", lv(*encoded[:-1]), LIE
    yield "nine things", lv(*encoded, b""), LIE
    yield "nothing", b"", LIE
    yield "a length beyond its end", derived.manifest[:-5], LIE


def checkpoints() -> Iterator[Change]:
    """Of what a head office says of its audit log to a branch that holds a checkpoint of 6 rows (§7.3)."""
    frame = recorded(WITNESS, "accept")
    shown = held(frame, 5)
    assert isinstance(shown, bytes)
    right = consistency(HELD, 11)
    assert shown == checkpoint(11)
    assert frame == replaced(frame, 6, *right)
    yield "no checkpoint", without(frame, 5), FALSE_LOG
    yield "checkpoint of 1025 bytes", replaced(frame, 5, bytes(1025)), ACCEPT.malformed("checkpoint")
    yield "checkpoint that is none", replaced(frame, 5, bytes(200)), FALSE_LOG
    yield "checkpoint one byte short", replaced(frame, 5, shown[:-1]), FALSE_LOG
    yield "checkpoint one byte long", replaced(frame, 5, shown + b"\0"), FALSE_LOG
    for bit in range(0, 8 * len(shown), 131):
        yield f"checkpoint, bit {bit}", replaced(frame, 5, flipped(shown, bit)), FALSE_LOG
    for name, said, proof in _testimonies():
        yield name, replaced(replaced(frame, 5, said), 6, *proof), FALSE_LOG
    for name, proof in _proofs(right):
        yield f"a proof {name}", replaced(frame, 6, *proof), FALSE_LOG
    bound = ACCEPT.malformed("consistency_proof")
    yield "a proof of 65 hashes", replaced(frame, 6, *[bytes(32)] * 65), bound
    yield "a proof with a hash of 31 bytes", replaced(frame, 6, *right[:-1], right[-1][1:]), bound
    yield "a proof with a hash of no bytes", replaced(frame, 6, *right, b""), bound
    # What the head office showed is in TH3: another true word on the way costs the image.
    yield (
        "a newer true checkpoint than it sent",
        replaced(replaced(frame, 5, checkpoint(12)), 6, *consistency(HELD, 12)),
        OTHER_IMAGE,
    )
    yield (
        "the true checkpoint that is held already",
        without(replaced(frame, 5, checkpoint(HELD)), 6),
        OTHER_IMAGE,
    )


def _testimonies() -> Iterator[tuple[str, bytes, tuple[bytes, ...]]]:
    right = consistency(HELD, 11)
    yield "signed by another key", checkpoint(11, key=b"k" * 32), right
    yield "signed for another use", checkpoint(11, label="ridgekey/1 package"), right
    yield "not signed", checkpoint(11, signature=bytes(64)), right
    yield "the signature of another checkpoint", checkpoint(11, signature_of=12), right
    yield "another log", foreign_checkpoint(11), right
    yield "another log of the size that is held", foreign_checkpoint(HELD), ()
    yield "a log begun after a restore, which names the old", checkpoint(11, taken_over=HELD), right
    yield "a log begun after a restore that goes back", checkpoint(4, taken_over=3), ()
    yield "rolled back by one row", checkpoint(HELD - 1), ()
    yield "rolled back, with the proof the other way round", checkpoint(HELD - 1), consistency(HELD - 1, HELD)
    yield "rolled back to its first row", checkpoint(1), ()
    yield "rolled back to nothing", checkpoint(0, root=sha256(b"")), ()
    yield "the size that is held, another root", checkpoint(HELD, root=fork_root(HELD)), ()
    yield "the size that is held, another root and a proof", checkpoint(HELD, root=fork_root(HELD)), right
    yield "the size that is held, with a proof", checkpoint(HELD), right
    yield "a larger size over the same root", checkpoint(11, root=root(HELD)), ()
    yield "another history of that size", checkpoint(11, root=fork_root(11)), right
    yield (
        "another history with its own proof",
        checkpoint(11, root=fork_root(11)),
        consistency(HELD, 11, fork=True),
    )
    yield "a size beyond every log", checkpoint(2**64 - 1), right
    yield "a root of 31 bytes", checkpoint(11, root=root(11)[1:]), right


def _proofs(right: tuple[bytes, ...]) -> Iterator[tuple[str, tuple[bytes, ...]]]:
    yield "of nothing", ()
    yield "that lacks its end", right[:-1]
    yield "that lacks its beginning", right[1:]
    yield "with a hash behind it", (*right, right[0])
    yield "with a hash before it", (right[0], *right)
    yield "backwards", tuple(reversed(right))
    yield "from one row less", consistency(HELD - 1, 11)
    yield "from one row more", consistency(HELD + 1, 11)
    yield "to one row less", consistency(HELD, 10)
    yield "to one row more", consistency(HELD, 12)
    for index in range(len(right)):
        other = list(right)
        other[index] = flipped(other[index], -1)
        yield f"whose hash {index} has another bit", tuple(other)


def vectors() -> list[dict[str, Any]]:
    """All of them."""
    groups = [(PLAIN, accepts()), (PLAIN, manifests()), (WITNESS, checkpoints())]
    return [vector(name, "accept", change) for name, found in groups for change in found]


def main() -> None:
    """Write the file."""
    text = json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n"
    (FOLDER / "refused_accepts.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
