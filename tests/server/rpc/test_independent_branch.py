"""A branch that somebody else wrote from docs/protocol.md fetches from the serving head office."""

from __future__ import annotations

import queue
from dataclasses import replace

import pytest

from server.ports import RequestState
from shared.crypto.certificates import certificate_sha256
from shared.keygen.pipeline import regenerate
from shared.keygen.request import KeyRequest
from tests.independent_ends import IndependentBranch, Secrets, Wish
from tests.independent_exchange import sha256
from tests.loopback import picture
from tests.raw_message import field, values
from tests.server.rpc.conftest import Post

EXCHANGE = "/ridgekey.v1.ExchangeService/Exchange"


def secrets_of(post: Post) -> Secrets:
    """What the branch has from its admission and its enrolment, without the biometric key."""
    admission, enrolment = post.basra.admission, post.basra.enrolments.newest(17)
    assert enrolment is not None
    digests = (certificate_sha256(admission.certificate), certificate_sha256(admission.authority))
    context = (admission.identity.uri, admission.head_office_uri, *digests)
    return Secrets(context, b"", enrolment.secret.export_bytes())


def biometric_key_for(post: Post, challenge: bytes) -> bytes:
    """B, which is not the protocol's business, from the enrolled print."""
    said, enrolment = values(challenge), post.basra.enrolments.newest(17)
    assert enrolment is not None
    n, finger = int(said[5]), next(f for f in enrolment.fingers if f == int(said.get(7, 0)))
    request = KeyRequest(17, 1, finger, (n - 1) // 10, (n - 1) % 10 + 1)
    network = post.basra.models.get(bytes(said[10]))
    return regenerate(request, enrolment.prints[finger], network).key.export_bytes()


@pytest.mark.parametrize("suite", ["aes-256-gcm", "chacha20-poly1305"])
def test_it_fetches_and_its_receipt_counts(post: Post, suite: str) -> None:
    request_id = sha256(suite.encode())[:16]
    wish = Wish(17, "xray-7", request_id, 1, tuple(post.basra.models.digests()), suites=(suite,))
    branch = IndependentBranch(wish, secrets_of(post))
    sent: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    with post.basra_channel() as channel:
        stream = channel.stream_stream(EXCHANGE)(iter(sent.get, None), timeout=60)
        sent.put(field(1, branch.say_hello()))
        challenge = bytes(values(next(stream))[1])
        branch.secrets = replace(branch.secrets, biometric_key=biometric_key_for(post, challenge))
        sent.put(field(2, branch.prove(challenge)))
        branch.take_accept(bytes(values(next(stream))[2]))
        count = int(branch.manifest["chunk_count"])
        assert branch.open(next(stream) for _ in range(count)) == picture(40_000)
        sent.put(field(3, branch.receipt()))
        sent.put(None)
        assert list(stream) == []
    with post.office.database.read() as transaction:
        request = transaction.requests.get(request_id)
    assert request is not None
    assert request.state is RequestState.DELIVERED
