"""Records whole exchanges into ``recordings.json``: ``python -m tests.vectors.write_recordings``.

The frames are the product's own; every derived value beside them is the second implementation's. A branch
that replays the recorded random bytes against the recorded frames must give the recorded answers for ever
(version 1), and ML-KEM's encapsulation cannot be replayed: so a recording that is in the file stays as it is,
and only those that are missing are made. To make one anew, take it out of the file.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from shared.crypto.signatures import make_signing_key
from shared.identifiers import Finger
from shared.protocol.checkpoint import LogOrigin, Testimony
from shared.protocol.messages import Outcome
from shared.protocol.negotiation import Policy
from shared.protocol.verification import Demand, Mode
from shared.wire import codec
from tests.independent_exchange import Known, derive, receipt
from tests.replay_randomness import ReplayRandomness
from tests.shared.protocol.rehearsal import MODEL, VERIFIER, Rehearsal, Setting, biometric_key, log_of

TWO = (Finger.LEFT_INDEX, Finger.RIGHT_THUMB)
CHACHA = "chacha20-poly1305"


def settings() -> dict[str, Setting]:
    """What is recorded."""
    plain = Setting(image=b"a small image", chunk_size=1024)
    chen = Setting(
        n=51,
        attempt=5,
        image=bytes(range(100)) * 3,
        chunk_size=128,
        policy=Policy(suites=(CHACHA,), inner_ciphers=("chen",)),
    )
    keyed = {name: _under(name, n) for name, n in (("logistic", 61), ("lorenz", 72))}
    empty = Setting(n=10, image=b"", fingers=TWO)
    empty.order = replace(empty.order, mark=12, pending_n=10, fingers=TWO)
    witness = Setting(image=b"x", testimony=log_of(11, held=6))
    witness.order = replace(witness.order, checkpoint=log_of(6).checkpoint.reference)
    scanned = Setting(image=b"x", demand=Demand(Mode.EMBEDDING, VERIFIER))
    scanned.order = replace(scanned.order, model_digests=(MODEL, VERIFIER), insists_on_scan=True)
    return {
        "one chunk": plain,
        "three chunks of the other suite": chen,
        "a retry of nothing": empty,
        "a live scan demanded": scanned,
        "a branch that holds a checkpoint": witness,
        "under the logistic map": keyed["logistic"],
        "under the Lorenz system": keyed["lorenz"],
    }


def _under(inner: str, n: int) -> Setting:
    setting = Setting(n=n, image=bytes(range(n)), policy=Policy(inner_ciphers=(inner,)))
    setting.order = replace(setting.order, offer=Policy(inner_ciphers=("none", inner)))
    return setting


def record(name: str, setting: Setting) -> dict[str, Any]:
    """One exchange with everything that both ends derive."""
    rehearsal = Rehearsal(setting).to_accept()
    chunks = rehearsal.seal()
    seed, scalar = rehearsal.branch_randomness.tokens[:2]
    channel = asdict(setting.context)
    b = biometric_key(setting.branch_finger).export_bytes()
    secrets = {"mlkem_seed": seed, "x25519_private": scalar, "biometric_key": b}
    secrets["enrolment_secret"] = setting.branch_enrolment_secret
    derived = derive(Known(**rehearsal.sent, **channel, **secrets))
    tags = [chunk.sealed[-16:] for chunk in chunks]
    values = {key: value.hex() for key, value in asdict(derived).items() if isinstance(value, bytes)}
    return {
        "name": name,
        "channel": {key: _text(value) for key, value in channel.items()},
        "order": _order(setting),
        "client_random": rehearsal.branch_randomness.tokens[2].hex(),
        "secrets": {key: value.hex() for key, value in secrets.items()},
        "frames": {key: frame.hex() for key, frame in rehearsal.sent.items()},
        "derived": values,
        "chunks": [{"last": chunk.last, "sealed": chunk.sealed.hex()} for chunk in chunks],
        "image": setting.image.hex(),
        "receipt": receipt(derived, Outcome.DELIVERED, tags).hex(),
        "refused": REFUSED[name](rehearsal) if name in REFUSED else [],
    }


def refused(rehearsal: Rehearsal) -> list[dict[str, str]]:
    """Frames that the branch must refuse in this exchange, with the failure."""
    challenge = codec.decode_challenge(rehearsal.sent["challenge"])
    accept = codec.decode_accept(rehearsal.sent["accept"])
    raw = rehearsal.sent["challenge"]

    def other(**changes: Any) -> bytes:
        return codec.encode_challenge(replace(challenge, **changes))

    def answered(**changes: Any) -> bytes:
        return codec.encode_accept(replace(accept, **changes))

    challenges: list[tuple[str, bytes, str]] = [
        ("a version that was not offered", other(version=2), "VERSION_UNSUPPORTED"),
        ("a suite that was not offered", other(suite="rot13"), "SUITE_UNSUPPORTED"),
        ("an inner cipher that was not offered", other(inner_cipher="lorenz"), "SUITE_UNSUPPORTED"),
        ("another key source", other(key_source="live-scan"), "VERSION_UNSUPPORTED"),
        ("another generation", other(generation=4), "GENERATION_STALE"),
        ("a model that is not held", other(model_digest=bytes(32)), "MODEL_MISMATCH"),
        ("another finger", other(finger=Finger.LEFT_LITTLE), "MALFORMED"),
        ("n at the mark, with its finger", other(n=41, finger=Finger.LEFT_LITTLE), "COUNTER_ROLLBACK"),
        ("n of an earlier epoch", other(n=32), "COUNTER_ROLLBACK"),
        ("an X25519 key of low order", other(x25519_public_key=bytes(32)), "MALFORMED"),
        ("cut short", raw[:-1], "MALFORMED"),
        ("a field that version 1 does not know", raw + b"\xa0\x06\x01", "MALFORMED"),
        ("empty", b"", "MALFORMED"),
    ]
    accepts: list[tuple[str, bytes, str]] = [
        ("another MAC", answered(mac=bytes(32)), "PROOF_FAILED"),
        ("another commitment", answered(commitment=bytes(32)), "COMMITMENT_MISMATCH"),
        ("another attempt", answered(attempt=2), "COMMITMENT_MISMATCH"),
        ("attempt 0", answered(attempt=0), "MALFORMED"),
        ("attempt 6", answered(attempt=6), "MALFORMED"),
        ("another manifest", answered(sealed_manifest=bytes(64)), "STREAM_CORRUPT"),
        ("a manifest cut short", answered(sealed_manifest=accept.sealed_manifest[:-1]), "STREAM_CORRUPT"),
        ("no manifest", answered(sealed_manifest=b""), "MALFORMED"),
        ("empty", b"", "MALFORMED"),
    ]
    frames = {"challenge": challenges, "accept": accepts}
    return [
        {"frame": frame, "name": name, "bytes": data.hex(), "failure": failure}
        for frame, rows in frames.items()
        for name, data, failure in rows
    ]


def refused_demands(rehearsal: Rehearsal) -> list[dict[str, str]]:
    """Challenges whose demand of a scan the branch must refuse, with the failure."""
    challenge = codec.decode_challenge(rehearsal.sent["challenge"])
    demands = [
        ("an unknown verification", "palm-vein", VERIFIER, "VERSION_UNSUPPORTED"),
        ("no verification, where the branch insists on it", "none", b"", "VERSION_UNSUPPORTED"),
        ("a verification without its verifier", "embedding", b"", "MALFORMED"),
        ("no verification, with a verifier", "none", VERIFIER, "MALFORMED"),
        ("a verifier that is not held", "embedding", bytes(32), "MODEL_MISMATCH"),
    ]
    return [
        {
            "frame": "challenge",
            "name": name,
            "bytes": codec.encode_challenge(
                replace(challenge, verification=mode, verifier_digest=digest)
            ).hex(),
            "failure": failure,
        }
        for name, mode, digest, failure in demands
    ]


def refused_testimonies(rehearsal: Rehearsal) -> list[dict[str, str]]:
    """Accepts whose word on the audit log a witness of 6 rows must refuse, with the failure."""
    accept = codec.decode_accept(rehearsal.sent["accept"])
    fork = LogOrigin(bytes(32))
    impostor = make_signing_key(ReplayRandomness("impostor"))
    right = log_of(11, held=6)
    rows = [
        ("no checkpoint", b"", ()),
        ("a checkpoint that is none", bytes(200), ()),
        ("one signed by another key", *_shown(log_of(11, 6, key=impostor))),
        ("an altered signature", right.checkpoint.encode()[:-1] + b"!", right.proof),
        ("another log", *_shown(log_of(11, 6, origin=fork))),
        ("a shorter log", *_shown(log_of(5))),
        ("an equal log with a proof", log_of(6).checkpoint.encode(), right.proof),
        ("no proof", right.checkpoint.encode(), ()),
        ("the proof from another size", right.checkpoint.encode(), log_of(11, held=7).proof),
        ("the proof to another size", right.checkpoint.encode(), log_of(12, held=6).proof),
        ("a proof that lacks its end", right.checkpoint.encode(), right.proof[:-1]),
        ("a proof with a node too many", right.checkpoint.encode(), (*right.proof, bytes(32))),
    ]
    return [
        {
            "frame": "accept",
            "name": name,
            "bytes": codec.encode_accept(replace(accept, checkpoint=shown, consistency_proof=proof)).hex(),
            "failure": "WITNESS_INCONSISTENT",
        }
        for name, shown, proof in rows
    ]


def _shown(testimony: Testimony) -> tuple[bytes, tuple[bytes, ...]]:
    return testimony.checkpoint.encode(), testimony.proof


REFUSED = {
    "one chunk": refused,
    "a live scan demanded": refused_demands,
    "a branch that holds a checkpoint": refused_testimonies,
}


def _order(setting: Setting) -> dict[str, Any]:
    order = setting.order
    return {
        "user": order.user,
        "image": order.image,
        "request_id": order.request_id.hex(),
        "generation": order.generation,
        "fingers": [int(finger) for finger in order.fingers],
        "model_digests": [digest.hex() for digest in order.model_digests],
        "mark": order.mark,
        "log_key": order.log_key.hex(),
        "checkpoint": {
            "log_id": order.checkpoint.log_id.hex(),
            "size": order.checkpoint.size,
            "root": order.checkpoint.root.hex(),
        },
        "pending_n": order.pending_n,
        "insists_on_scan": order.insists_on_scan,
        "suites": list(order.offer.suites),
        "inner_ciphers": list(order.offer.inner_ciphers),
    }


def _text(value: str | bytes) -> str:
    return value.hex() if isinstance(value, bytes) else value


def main() -> None:
    """Write into the file what it lacks."""
    file = Path(__file__).parent / "recordings.json"
    held = {each["name"]: each for each in json.loads(file.read_text("utf-8"))}
    recordings = [held.get(name) or record(name, setting) for name, setting in settings().items()]
    file.write_text(json.dumps(recordings, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
