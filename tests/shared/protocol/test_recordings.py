"""Both ends that replay a recorded exchange give the recorded answers, to the byte (protocol version 1)."""

from __future__ import annotations

import pytest

from shared.errors import Failure
from shared.protocol.chunks import verify_image
from shared.protocol.messages import Chunk, Manifest, Outcome
from tests.independent_exchange import Known, derive
from tests.shared.protocol.recorded_exchange import (
    RECORDINGS,
    RecordedBranch,
    RecordedHeadOffice,
    Recording,
    opened,
)

each_recording = pytest.mark.parametrize(
    "recording", [pytest.param(each, id=each["name"]) for each in RECORDINGS]
)
REFUSED = [
    pytest.param(recording, row, id=f"{row['frame']}: {row['name']}")
    for recording in RECORDINGS
    for row in recording["refused"]
]


def frames_of(recording: Recording) -> dict[str, bytes]:
    return {name: bytes.fromhex(frame) for name, frame in recording["frames"].items()}


def chunks_of(recording: Recording) -> list[Chunk]:
    recorded = enumerate(recording["chunks"])
    return [Chunk(index, chunk["last"], bytes.fromhex(chunk["sealed"])) for index, chunk in recorded]


def accept_of(branch: RecordedBranch, frames: dict[str, bytes]) -> Manifest:
    """What the Accept announces, after the right Proof."""
    assert branch.proof(frames["challenge"]) == frames["proof"]
    return branch.accept(frames["accept"])


@each_recording
def test_the_branch_answers_as_recorded(recording: Recording) -> None:
    frames, branch = frames_of(recording), RecordedBranch(recording)
    assert branch.hello() == frames["hello"]
    manifest = accept_of(branch, frames)
    assert manifest.encode().hex() == recording["derived"]["manifest"]
    image = opened(branch.handshake.opener(), chunks_of(recording))
    verify_image(manifest, image)
    assert image.hex() == recording["image"]
    said = branch.handshake.receipt(Outcome.DELIVERED)
    assert (said.mac.hex(), said.chunk_count) == (recording["receipt"], len(recording["chunks"]))


@each_recording
def test_the_head_office_answers_as_recorded(recording: Recording) -> None:
    frames, head_office = frames_of(recording), RecordedHeadOffice(recording)
    assert head_office.challenge(frames["hello"]) == frames["challenge"]
    assert head_office.accept(frames["proof"]) == frames["accept"]
    assert head_office.chunks() == chunks_of(recording)


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
    frames = {**frames_of(recording), row["frame"]: bytes.fromhex(row["bytes"])}
    branch = RecordedBranch(recording)
    branch.hello()
    with pytest.raises(Failure) as caught:
        accept_of(branch, frames)
    assert caught.value.code == row["failure"]


def test_there_are_recorded_refusals_of_both_frames() -> None:
    assert {param.values[1]["frame"] for param in REFUSED} == {"challenge", "accept"}
    assert len(REFUSED) >= 20
