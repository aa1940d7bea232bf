"""Every recorded way to spoil a frame is refused by the right end, for its own reason (protocol §3)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from shared.errors import Code, Failure
from shared.protocol.chunks import verify_image
from shared.protocol.messages import Chunk, Outcome
from shared.wire import codec
from shared.wire.envelope import unpack_chunk
from shared.wire.fields import parse
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb
from tests.shared.protocol.recorded_exchange import VECTORS, RecordedBranch, RecordedHeadOffice, recording

Vector = dict[str, Any]
FILES = ("refused_frames.json", "refused_accepts.json", "refused_streams.json")
REFUSED: list[Vector] = [
    vector for name in FILES for vector in json.loads((VECTORS / name).read_text("utf-8"))
]
BRANCH, HEAD_OFFICE = "branch", "head office"


@dataclass
class Ending:
    """How an exchange ended: who refused it why, naming what; nobody when it went through."""

    refused_by: str | None = None
    failure: str | None = None
    field: str | None = None
    at: int | None = None


class Exchange:
    """A recorded exchange in which one frame, or the chunks, arrive as other bytes."""

    def __init__(self, vector: Vector) -> None:
        recorded = recording(vector["recording"])
        self._vector = vector
        self._branch, self._head_office = RecordedBranch(recorded), RecordedHeadOffice(recorded)
        self._at: int | None = None
        self._turn = HEAD_OFFICE

    def ending(self) -> Ending:
        """Go through it."""
        try:
            believed = self._run()
        except Failure as failure:
            return Ending(self._turn, failure.code, failure.field, self._at)
        return Ending() if believed else Ending(HEAD_OFFICE, Code.INTEGRITY)

    def _run(self) -> bool:
        hello = self._arrived("hello", self._branch.hello(), at=HEAD_OFFICE)
        challenge = self._arrived("challenge", self._head_office.challenge(hello), at=BRANCH)
        proof = self._arrived("proof", self._branch.proof(challenge), at=HEAD_OFFICE)
        accept = self._arrived("accept", self._head_office.accept(proof), at=BRANCH)
        manifest = self._branch.accept(accept)
        verify_image(manifest, self._opened())
        self._at = None
        said = codec.encode_receipt(self._branch.handshake.receipt(Outcome.DELIVERED))
        return self._head_office.believes(self._arrived("receipt", said, at=HEAD_OFFICE))

    def _opened(self) -> bytes:
        opener = self._branch.handshake.opener()
        image = b""
        for message in self._messages():
            self._at = opener.tags.count
            image += opener.open(unpack_chunk(parse(pb.ExchangeResponse, message)))
        self._at = opener.tags.count
        opener.finish()
        return image

    def _messages(self) -> list[bytes]:
        sealed = [_message(chunk) for chunk in self._head_office.chunks()]
        return [bytes.fromhex(each) for each in self._vector.get("messages", [])] or sealed

    def _arrived(self, name: str, frame: bytes, at: str) -> bytes:
        self._turn = at
        return bytes.fromhex(self._vector["bytes"]) if self._vector["frame"] == name else frame


def _message(chunk: Chunk) -> bytes:
    sealed = pb.Chunk(index=chunk.index, last=chunk.last, sealed=chunk.sealed)
    return pb.ExchangeResponse(chunk=sealed).SerializeToString(deterministic=True)


@pytest.mark.parametrize(
    "vector", [pytest.param(each, id=f"{each['frame']}: {each['name']}") for each in REFUSED]
)
def test_it_is_refused_as_it_must_be(vector: Vector) -> None:
    expected = {name: vector.get(name) for name in ("refused_by", "failure", "field", "at")}
    assert Exchange(vector).ending() == Ending(**expected)


@pytest.mark.parametrize("name", sorted({vector["recording"] for vector in REFUSED}))
def test_unspoilt_it_goes_through(name: str) -> None:
    assert Exchange({"recording": name, "frame": "none"}).ending() == Ending()


def test_every_frame_is_spoilt_in_many_ways() -> None:
    frames = {"hello", "challenge", "proof", "accept", "chunks", "receipt"}
    counts = {frame: sum(vector["frame"] == frame for vector in REFUSED) for frame in frames}
    assert all(count >= 30 for count in counts.values()), counts
