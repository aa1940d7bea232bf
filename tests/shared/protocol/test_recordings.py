"""A branch that replays a recorded exchange gives the recorded answers, to the byte (protocol version 1)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shared.crypto.secret import Secret
from shared.errors import Failure
from shared.identifiers import Finger
from shared.protocol.chunks import verify_image
from shared.protocol.handshake import BranchHandshake, ChannelContext, ExchangeOrder
from shared.protocol.messages import CheckpointReference, Chunk, Manifest, Outcome
from shared.protocol.negotiation import Policy
from shared.wire import codec
from tests.independent_exchange import Known, derive

Recording = dict[str, Any]
RECORDINGS: list[Recording] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "recordings.json").read_text("utf-8")
)
each_recording = pytest.mark.parametrize(
    "recording", [pytest.param(each, id=each["name"]) for each in RECORDINGS]
)
REFUSED = [
    pytest.param(recording, row, id=f"{row['frame']}: {row['name']}")
    for recording in RECORDINGS
    for row in recording["refused"]
]


class RecordedRandomness:
    """Gives the recorded branch's random bytes."""

    def __init__(self, recording: Recording) -> None:
        secrets = recording["secrets"]
        self._tokens = [secrets["mlkem_seed"], secrets["x25519_private"], recording["client_random"]]

    def token(self, length: int) -> bytes:
        """The next one."""
        token = bytes.fromhex(self._tokens.pop(0))
        assert len(token) == length
        return token


def channel(recording: Recording) -> ChannelContext:
    given = recording["channel"]
    return ChannelContext(
        given["branch_uri"],
        given["head_office_uri"],
        bytes.fromhex(given["branch_certificate_sha256"]),
        bytes.fromhex(given["authority_sha256"]),
    )


def order(recording: Recording) -> ExchangeOrder:
    given = recording["order"]
    return ExchangeOrder(
        user=given["user"],
        image=given["image"],
        request_id=bytes.fromhex(given["request_id"]),
        generation=given["generation"],
        fingers=tuple(Finger(finger) for finger in given["fingers"]),
        model_digests=tuple(bytes.fromhex(digest) for digest in given["model_digests"]),
        mark=given["mark"],
        log_key=bytes.fromhex(given["log_key"]),
        pending_n=given["pending_n"],
        checkpoint=CheckpointReference(
            bytes.fromhex(given["checkpoint"]["log_id"]),
            given["checkpoint"]["size"],
            bytes.fromhex(given["checkpoint"]["root"]),
        ),
        insists_on_scan=given["insists_on_scan"],
        offer=Policy(suites=tuple(given["suites"]), inner_ciphers=tuple(given["inner_ciphers"])),
    )


class Replay:
    """The branch's side against recorded frames, some of which a test may replace."""

    def __init__(self, recording: Recording, replaced: dict[str, bytes] | None = None) -> None:
        self.recording = recording
        frames = {name: bytes.fromhex(frame) for name, frame in recording["frames"].items()}
        self.frames = {**frames, **(replaced or {})}
        self.branch = BranchHandshake(order(recording), channel(recording), RecordedRandomness(recording))

    def to_proof(self) -> bytes:
        """Hello and Challenge; returns the Proof."""
        hello = codec.encode_hello(self.branch.hello())
        assert hello == self.frames["hello"]
        self.branch.sent_hello(hello)
        self.branch.receive_challenge(
            self.frames["challenge"], codec.decode_challenge(self.frames["challenge"])
        )
        secrets = self.recording["secrets"]
        key, enrolment = (
            Secret(bytes.fromhex(secrets[name])) for name in ("biometric_key", "enrolment_secret")
        )
        self.branch.install_key(key, enrolment)
        proof = codec.encode_proof(self.branch.proof())
        self.branch.sent_proof(proof)
        return proof

    def to_manifest(self) -> Manifest:
        """As far as the Accept."""
        assert self.to_proof() == self.frames["proof"]
        frame = self.frames["accept"]
        return self.branch.receive_accept(frame, codec.decode_accept(frame), 10_000)


@each_recording
def test_the_branch_answers_as_recorded(recording: Recording) -> None:
    replay = Replay(recording)
    manifest = replay.to_manifest()
    assert manifest.encode().hex() == recording["derived"]["manifest"]
    opener = replay.branch.opener()
    image = b""
    for index, chunk in enumerate(recording["chunks"]):
        image += opener.open(Chunk(index, chunk["last"], bytes.fromhex(chunk["sealed"])))
    opener.finish()
    verify_image(manifest, image)
    assert image.hex() == recording["image"]
    said = replay.branch.receipt(Outcome.DELIVERED)
    assert (said.mac.hex(), said.chunk_count) == (recording["receipt"], len(recording["chunks"]))


@each_recording
def test_the_second_implementation_derives_as_recorded(recording: Recording) -> None:
    given = {**recording["frames"], **recording["secrets"]}
    uris = {name: recording["channel"][name] for name in ("branch_uri", "head_office_uri")}
    digests = {name: value for name, value in recording["channel"].items() if name not in uris}
    inputs = {name: bytes.fromhex(value) for name, value in {**given, **digests}.items()}
    derived = derive(Known(**inputs, **uris))
    assert {name: getattr(derived, name).hex() for name in recording["derived"]} == recording["derived"]


@pytest.mark.parametrize(("recording", "row"), REFUSED)
def test_a_recorded_refusal_is_refused_as_recorded(recording: Recording, row: dict[str, str]) -> None:
    replay = Replay(recording, {row["frame"]: bytes.fromhex(row["bytes"])})
    with pytest.raises(Failure) as caught:
        replay.to_manifest()
    assert caught.value.code == row["failure"]


def test_there_are_recorded_refusals_of_both_frames() -> None:
    assert {param.values[1]["frame"] for param in REFUSED} == {"challenge", "accept"}
    assert len(REFUSED) >= 20
