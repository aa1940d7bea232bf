"""No secret of an exchange is in any message, log, database or file (protocol §7.6, §10).

Both ends run with randomness that is replayed here, so that every secret of the exchange is computed again:
the ephemeral keys, B, K, PRK and all that is derived from it. What was sent is read in the clear by a proxy
that has both ends' TLS keys.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from lab.demo.parties import BranchOffice, HeadOffice
from lab.demo.pictures import draw_pictures
from lab.demo.tampering_proxy import proxy, steal_credentials
from shared.biometrics.prints import Print, encode_print
from shared.biometrics.synthetic import generate_finger, impression, person_seed
from shared.crypto.secret import Secret
from shared.crypto.stream import Suite
from shared.identifiers import Finger
from shared.keygen.pipeline import regenerate
from shared.keygen.request import KeyRequest
from shared.protocol.handshake import BranchHandshake, ExchangeOrder
from shared.protocol.negotiation import Policy
from shared.stores.keyring import TLS
from shared.tracing.opening import BRANCH, HEAD_OFFICE
from shared.wire import codec
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb
from tests.free_ports import free_address
from tests.otlp_receiver import Receiver, receiving
from tests.replay_randomness import ReplayRandomness
from tests.scenarios.conftest import PRINTS
from tests.scenarios.leak_search import LeakSearch

USER, IMAGE = 1, "xray-7"
REPLAYING = (sys.executable, str(Path(__file__).with_name("replaying.py")))
SERVE_SEED, FETCH_SEED = "head office", "branch"
MASTER_KEY = "master.key"
TOKENS_OF_A_SERVER = 64
BEGINNING_OF_AN_IMAGE = 4096
FIXTURE_SEED = 7
"""The population of the fixtures' people."""
CANARY = bytes(range(7, 71))
ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "raw bytes": bytes,
    "hexadecimal": lambda data: data.hex().encode(),
    "hexadecimal in capitals": lambda data: data.hex().upper().encode(),
    "base64": base64.b64encode,
    "base64 for URLs": base64.urlsafe_b64encode,
}


@dataclass
class Recorder:
    """Keeps every message that passes, in the clear."""

    messages: list[bytes] = field(default_factory=list)

    def __call__(self, message: bytes) -> bytes:
        """Pass a message on unaltered."""
        self.messages.append(message)
        return message


@dataclass(frozen=True)
class Trace:
    """One exchange, and all that was to be seen of it from outside the two processes.

    Attributes:
        branch: the branch's home, as it was before the exchange in all that the handshake takes from it.
        requests: what the branch sent.
        responses: what the head office sent.
        seen: messages, logs, exported traces and files by where they were.
        traces: what a collector was sent by both.
    """

    branch: Path
    requests: list[pb.ExchangeRequest]
    responses: list[pb.ExchangeResponse]
    seen: Mapping[str, bytes]
    traces: Receiver


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Trace:
    """An exchange between two ends with replayed randomness, recorded."""
    folder = tmp_path_factory.mktemp("leaks")
    (folder / "carried").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder / "carried"))
        head_office, branch = _founded(folder)
        requests, responses = Recorder(), Recorder()
        replaying_office = replace(head_office, launcher=(*REPLAYING, SERVE_SEED))
        replaying_branch = replace(branch, launcher=(*REPLAYING, FETCH_SEED))
        with (
            receiving() as traces,
            replaying_office.serving(folder / "server.log", otel_endpoint=traces.endpoint),
        ):
            ends = steal_credentials(head_office.home, branch.home)
            with proxy(head_office.address, ends, requests, responses) as address:
                target, scan = folder / "received.png", folder / "scan.png"
                scan.write_bytes(encode_print(live_scan()))
                fetch = ("fetch", str(USER), IMAGE, "--scan", scan, "-o", target)
                answer = replaying_branch.run(*fetch, server=address, otel_endpoint=traces.endpoint)
    assert target.read_bytes() == draw_pictures()[IMAGE], answer.message
    assert answer.output["verification"] == "embedding"
    for file in (target, scan):
        file.unlink()
    said = {"what fetch said": f"{answer.message} {json.dumps(answer.output)}".encode()}
    sent = {f"message {place}": data for place, data in enumerate(requests.messages + responses.messages)}
    sent |= {f"traces {place}": data for place, data in enumerate(traces.requests)}
    return Trace(
        branch.home,
        [pb.ExchangeRequest.FromString(message) for message in requests.messages],
        [pb.ExchangeResponse.FromString(message) for message in responses.messages],
        {**said, **sent, **_files(folder)},
        traces,
    )


def live_scan() -> Print:
    """What the finger pad sees: another impression of the first finger, carefully pressed."""
    return impression(generate_finger(person_seed(FIXTURE_SEED, USER), Finger.LEFT_LITTLE), 1, strength=0.25)


def _founded(folder: Path) -> tuple[HeadOffice, BranchOffice]:
    head_office = HeadOffice(folder / "head-office", free_address())
    branch = BranchOffice("basra", folder / "basra")
    head_office.found()
    branch.join(head_office, folder / "carried")
    head_office.ask("user", "add", str(USER))
    head_office.ask("user", "enrol", str(USER), "--prints", PRINTS)
    branch.receive(head_office, USER, folder / "carried")
    image = folder / f"{IMAGE}.png"
    image.write_bytes(draw_pictures()[IMAGE])
    head_office.ask("image", "put", image, "--id", IMAGE, "--everyone")
    image.unlink()
    return head_office, branch


def _files(folder: Path) -> dict[str, bytes]:
    """Every file that is left, but the master keys, which are what everything else is sealed under."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MASTER_KEY)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def secrets(trace: Trace) -> dict[str, bytes]:
    """Every secret of the exchange, computed again from replayed randomness and recorded messages."""
    kept: list[Secret] = []
    with pytest.MonkeyPatch.context() as patch:
        _keep_secrets(patch, kept)
        branch = open_branch(trace.branch)
        named = _recomputed(trace, branch)
    accept = codec.decode_accept(trace.responses[1].accept)
    derived = {secret.export_bytes() for secret in kept} - {accept.commitment}
    return {**named, **{f"secret {place}": data for place, data in enumerate(sorted(derived))}}


def _keep_secrets(patch: pytest.MonkeyPatch, kept: list[Secret]) -> None:
    """Make every secret of this process known to the test, and let none be overwritten."""
    make = Secret.__init__

    def make_and_keep(secret: Secret, data: bytes | bytearray | memoryview) -> None:
        make(secret, data)
        kept.append(secret)

    patch.setattr(Secret, "__init__", make_and_keep)
    patch.setattr(Secret, "wipe", lambda _: None)


def _recomputed(trace: Trace, branch: Branch) -> dict[str, bytes]:
    """Run the branch's handshake again on what was recorded; it must come to the same bytes."""
    replay = ReplayRandomness(FETCH_SEED)
    enrolment = branch.enrolments.newest(USER)
    assert enrolment is not None
    offer = Policy(suites=tuple(suite.value for suite in Suite), inner_ciphers=("none",))
    order = ExchangeOrder(
        user=USER,
        image=IMAGE,
        request_id=replay.token(16),
        generation=enrolment.generation,
        fingers=enrolment.fingers,
        model_digests=branch.models.digests(),
        mark=0,
        log_key=branch.witness.log_key,
        offer=offer,
    )
    handshake = BranchHandshake(order, branch.channel, replay)
    hello, proof = trace.requests[0].hello, trace.requests[1].proof
    assert codec.encode_hello(handshake.hello()) == hello
    handshake.sent_hello(hello)
    challenge = codec.decode_challenge(trace.responses[0].challenge)
    handshake.receive_challenge(trace.responses[0].challenge, challenge)
    request = KeyRequest(USER, enrolment.generation, challenge.finger, 0, 1)
    network = branch.models.get(challenge.model_digest)
    biometric_key = regenerate(request, enrolment.prints[challenge.finger], network).key
    handshake.install_key(biometric_key, enrolment.secret)
    assert codec.encode_proof(handshake.proof()) == proof
    handshake.sent_proof(proof)
    accept = trace.responses[1].accept
    handshake.receive_accept(accept, codec.decode_accept(accept), 2**26)
    handshake.opener()
    _, mlkem_seed, x25519_scalar, *_ = replay.tokens
    return {
        "B": biometric_key.export_bytes(),
        "the enrolment secret": enrolment.secret.export_bytes(),
        "the ML-KEM seed": mlkem_seed,
        "the branch's X25519 key": x25519_scalar,
        "the head office's X25519 key": _server_scalar(challenge.x25519_public_key),
        "the branch's TLS key": branch.keyring.certified(TLS)
        .private_numbers()
        .private_value.to_bytes(32, "big"),
        "the live scan": live_scan().pixels.tobytes(),
        "the file of the live scan": encode_print(live_scan()),
        "the image": draw_pictures()[IMAGE][:BEGINNING_OF_AN_IMAGE],
        **{
            f"the print of the {finger.label}": enrolment.prints[finger].pixels.tobytes() for finger in Finger
        },
        **{f"the file of the {finger.label}": encode_print(enrolment.prints[finger]) for finger in Finger},
    }


def _server_scalar(public_key: bytes) -> bytes:
    """The head office's ephemeral key, found among the tokens that its process drew."""
    replay = ReplayRandomness(SERVE_SEED)
    tokens = [replay.token(32) for _ in range(TOKENS_OF_A_SERVER)]
    (scalar,) = (
        token
        for token in tokens
        if X25519PrivateKey.from_private_bytes(token).public_key().public_bytes_raw() == public_key
    )
    return scalar


def test_every_secret_of_the_exchange_was_computed_again(secrets: dict[str, bytes]) -> None:
    sizes = sorted(len(data) for name, data in secrets.items() if name.startswith("secret "))
    # Both agreed secrets, K, PRK, three MAC keys, message key, manifest key: nine of 32 bytes at the least.
    assert sizes.count(32) >= 9
    assert len(secrets["B"]) == 1024


@pytest.mark.fault(29)
def test_no_secret_is_to_be_seen(trace: Trace, secrets: dict[str, bytes]) -> None:
    places = set(trace.seen)
    assert {
        "server.log",
        "head-office/database.sqlite3",
        "basra/state.json",
        "message 0",
        "traces 1",
    } <= places
    assert LeakSearch(secrets).findings(trace.seen) == []


@pytest.mark.fault(29)
def test_both_ends_sent_traces_that_name_nobody(trace: Trace) -> None:
    spans = trace.traces.spans()
    assert {"fetch", "attempt", "connect", "regenerate", "write"} <= {span.name for span in spans[BRANCH]}
    exchange = {"ExchangeService/Exchange", "release", "database.write", "audit.append"}
    assert exchange <= {span.name for span in spans[HEAD_OFFICE]}
    exported = b"".join(trace.traces.requests)
    for name in (IMAGE, "basra", "spiffe", "left_little", str(trace.branch.parent)):
        assert name.encode() not in exported


@pytest.mark.fault(29)
def test_a_planted_canary_is_found_however_it_is_written(trace: Trace, secrets: dict[str, bytes]) -> None:
    search = LeakSearch({**secrets, "the canary": CANARY})
    logs = {
        f"a log in {name}, {start} bytes on": b'{"note": "' + b"." * start + encode(piece) + b'"}'
        for name, encode in ENCODINGS.items()
        for start in range(5)
        for piece in (CANARY[start : start + 24],)
    }
    harmless = {
        f"zeros in {name}": b'{"note": "' + encode(bytes(24)) + b'"}' for name, encode in ENCODINGS.items()
    }
    assert search.findings({**trace.seen, **logs, **harmless}) == sorted(
        f"the canary in {log}" for log in logs
    )
