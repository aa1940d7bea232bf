"""Each end of the product talks with the other end as somebody else wrote it from docs/protocol.md."""

from __future__ import annotations

import json
from dataclasses import astuple, replace

import pytest
from cryptography.exceptions import InvalidTag

from shared.crypto.secret import Secret
from shared.identifiers import Finger
from shared.protocol.chunks import cut, verify_image
from shared.protocol.counter import finger_of
from shared.protocol.handshake import BranchHandshake, ServerHandshake
from shared.protocol.messages import Manifest, Outcome
from shared.protocol.negotiation import Policy, choose
from shared.wire import codec
from shared.wire.envelope import pack_chunk, unpack_chunk
from shared.wire.fields import parse
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb
from tests.independent_ends import IndependentBranch, IndependentHeadOffice, Refused, Secrets, Wish
from tests.independent_exchange import sha256
from tests.replay_randomness import ReplayRandomness
from tests.shared.protocol.recorded_exchange import RECORDINGS, VECTORS, Recording, recording
from tests.shared.protocol.rehearsal import MODEL, Setting, biometric_key, log_of

SUITES = ("aes-256-gcm", "chacha20-poly1305")
SIZES = [
    pytest.param(0, id="empty"),
    pytest.param(1000, id="one chunk"),
    pytest.param(2501, id="three chunks"),
]
CHUNK = 1000
STREAMS = json.loads((VECTORS / "refused_streams.json").read_text("utf-8"))
SETTING = Setting()
B = biometric_key().export_bytes()
GIVEN = Secrets(
    (
        SETTING.context.branch_uri,
        SETTING.context.head_office_uri,
        SETTING.context.branch_certificate_sha256,
        SETTING.context.authority_sha256,
    ),
    B,
    SETTING.branch_enrolment_secret,
)
WISH = Wish(17, "xray-7", bytes(range(16)), 3, (MODEL,), mark=41)


def image_of(size: int) -> bytes:
    return bytes(number % 251 for number in range(size))


class ProductHeadOffice:
    """The product's own head office, frame by frame."""

    def __init__(self, suite: str, n: int = 42) -> None:
        self._policy, self._n = Policy(suites=(suite,)), n

    def answer(self, frame: bytes) -> bytes:
        hello = codec.decode_hello(frame)
        self._request_id = hello.request_id
        self.handshake = ServerHandshake(frame, hello, SETTING.context, ReplayRandomness("server"))
        finger = finger_of(self._n, tuple(Finger))
        challenge = self.handshake.challenge(choose(hello, self._policy), self._n, 3, finger, MODEL)
        answer = codec.encode_challenge(challenge)
        self.handshake.sent_challenge(answer)
        return answer

    def accept(self, proof: bytes, image: bytes) -> bytes:
        self.handshake.install_key(Secret(B), Secret(GIVEN.enrolment_secret))
        self.handshake.verify_proof(proof, codec.decode_proof(proof))
        size = (len(image), CHUNK, max(1, -(-len(image) // CHUNK)))
        manifest = Manifest(*size, "image/png", sha256(image), self._n, self._request_id, "none")
        frame = codec.encode_accept(self.handshake.accept(1, manifest, log_of(7)))
        self.handshake.sent_accept(frame)
        return frame

    def chunks(self, image: bytes) -> list[bytes]:
        sealer = self.handshake.sealer()
        sealed = [sealer.seal(piece, last) for piece, last in cut(image, CHUNK)]
        return [pack_chunk(chunk).SerializeToString() for chunk in sealed]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("suite", SUITES)
def test_another_branch_fetches_from_the_product_s_head_office(suite: str, size: int) -> None:
    branch, head_office, image = IndependentBranch(WISH, GIVEN), ProductHeadOffice(suite), image_of(size)
    proof = branch.prove(head_office.answer(branch.say_hello()))
    branch.take_accept(head_office.accept(proof, image))
    assert branch.open(head_office.chunks(image)) == image
    assert head_office.handshake.verify_receipt(codec.decode_receipt(branch.receipt()))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("suite", SUITES)
def test_the_product_s_branch_fetches_from_another_head_office(suite: str, size: int) -> None:
    head_office, image = IndependentHeadOffice(GIVEN), image_of(size)
    branch = BranchHandshake(SETTING.order, SETTING.context, ReplayRandomness("branch"))
    hello = codec.encode_hello(branch.hello())
    branch.sent_hello(hello)
    challenge = head_office.answer(hello, 42, 3, int(finger_of(42, tuple(Finger))), MODEL, suite)
    branch.receive_challenge(challenge, codec.decode_challenge(challenge))
    branch.install_key(Secret(B), Secret(GIVEN.enrolment_secret))
    proof = codec.encode_proof(branch.proof())
    branch.sent_proof(proof)
    accept = head_office.accept(proof, 2, image, CHUNK, (log_of(7).checkpoint.encode(), ()))
    manifest = branch.receive_accept(accept, codec.decode_accept(accept), 10_000)
    opener = branch.opener()
    opened = [opener.open(unpack_chunk(parse(pb.ExchangeResponse, each))) for each in head_office.chunks()]
    opener.finish()
    verify_image(manifest, b"".join(opened))
    assert b"".join(opened) == image
    assert head_office.believes(codec.encode_receipt(branch.receipt(Outcome.DELIVERED)))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(GIVEN, biometric_key=bytes(1024)), id="another finger"),
        pytest.param(replace(GIVEN, enrolment_secret=bytes(32)), id="another enrolment secret"),
        pytest.param(replace(GIVEN, context=("x", *GIVEN.context[1:])), id="another branch"),
    ],
)
def test_with_other_secrets_the_other_ends_do_not_agree_either(other: Secrets) -> None:
    branch, head_office = IndependentBranch(WISH, other), IndependentHeadOffice(GIVEN)
    proof = branch.prove(head_office.answer(branch.say_hello(), 42, 3, 1, MODEL, SUITES[0]))
    with pytest.raises(Refused):
        head_office.accept(proof, 1, b"", CHUNK, (b"", ()))


def recorded_branch(recorded: Recording) -> IndependentBranch:
    """The other branch with what a recording's branch had, through to its Accept."""
    order, secrets, channel = recorded["order"], recorded["secrets"], recorded["channel"]
    known = order["checkpoint"]
    held = (bytes.fromhex(known["log_id"]), known["size"], bytes.fromhex(known["root"]))
    wish = Wish(
        order["user"],
        order["image"],
        bytes.fromhex(order["request_id"]),
        order["generation"],
        tuple(bytes.fromhex(digest) for digest in order["model_digests"]),
        order["mark"],
        tuple(order["suites"]),
        tuple(order["inner_ciphers"]),
        held if known["size"] else None,
        order["pending_n"],
    )
    uris = (channel["branch_uri"], channel["head_office_uri"])
    digests = (channel["branch_certificate_sha256"], channel["authority_sha256"])
    context = (*uris, *(bytes.fromhex(digest) for digest in digests))
    given = Secrets(context, *(bytes.fromhex(secrets[key]) for key in ("biometric_key", "enrolment_secret")))
    drawn = (secrets["mlkem_seed"], secrets["x25519_private"], recorded["client_random"])
    seed, scalar, random = (bytes.fromhex(each) for each in drawn)
    return IndependentBranch(wish, given, (seed, scalar, random))


def to_accept(recorded: Recording) -> IndependentBranch:
    """A recording's branch once its Accept was taken."""
    branch = recorded_branch(recorded)
    frames = {name: bytes.fromhex(frame) for name, frame in recorded["frames"].items()}
    assert branch.say_hello() == frames["hello"]
    assert branch.prove(frames["challenge"]) == frames["proof"]
    branch.take_accept(frames["accept"])
    return branch


@pytest.mark.parametrize("recorded", [pytest.param(each, id=each["name"]) for each in RECORDINGS])
def test_the_other_branch_opens_what_was_recorded(recorded: Recording) -> None:
    branch = to_accept(recorded)
    chunks = [(chunk["last"], bytes.fromhex(chunk["sealed"])) for chunk in recorded["chunks"]]
    messages = [
        pb.ExchangeResponse(chunk=pb.Chunk(index=index, last=last, sealed=sealed)).SerializeToString()
        for index, (last, sealed) in enumerate(chunks)
    ]
    assert branch.open(messages).hex() == recorded["image"]
    assert branch.receipt().endswith(bytes.fromhex(recorded["receipt"]))


def test_the_other_branch_refuses_every_stream_that_the_product_refuses() -> None:
    refused = [stream for stream in STREAMS if stream["failure"].startswith("STREAM")]
    for stream in refused:
        branch = to_accept(recording(stream["recording"]))
        with pytest.raises((Refused, InvalidTag)):
            branch.open([bytes.fromhex(message) for message in stream["messages"]])
    assert len(refused) > 100


def test_the_settings_are_those_of_the_product() -> None:
    assert astuple(SETTING.context) == GIVEN.context
