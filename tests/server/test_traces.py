"""What both ends trace of an exchange, and that nobody who calls decides over the head office's traces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import grpc
import pytest

import server.bootstrap.serving
from branch_client import connection
from branch_client.branch import Branch
from branch_client.connection import HeadOffice
from branch_client.conversation import fetch
from server.adapters.traced_database import TracedDatabase
from server.bootstrap.credentials import Credentials
from server.ports import Office
from shared.crypto.certificates import certificate_pem
from shared.crypto.tls_keys import make_private_key, private_key_pem
from shared.errors import Code, Failure
from shared.identifiers import Identity
from shared.stores.home import HomeKind, open_home
from shared.tracing.opening import BRANCH, HEAD_OFFICE
from shared.tracing.traceparent import HEADER, TraceParent
from shared.tracing.tracer import SilentTracer
from shared.wire.channel import client_options
from tests.kept_spans import KeptSpans, Node
from tests.loopback import (
    enrol,
    grant,
    join,
    make_office,
    picture,
    put,
    serving,
    with_wrong_prints,
)

USER, NAME, IMAGE = 17, "basra", "xray-7"
EXCHANGE = "ExchangeService/Exchange"
PEER = TraceParent(0x0AF7651916CD43DD8448EB211C80319C, 0xB7AD6B7169203331)


@dataclass(frozen=True)
class Party:
    """A head office and a branch that trace."""

    office: Office
    branch: Branch
    theirs: KeptSpans
    ours: KeptSpans

    def fetch(self, branch: Branch | None = None, image: str = IMAGE) -> None:
        """Fetch an image, with nothing traced before."""
        self.theirs.clear()
        self.ours.clear()
        fetch(branch or self.branch, USER, image)


@pytest.fixture(scope="module")
def party(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Party]:
    """Both ends, in one process."""
    folder = tmp_path_factory.mktemp("traces")
    theirs, ours = KeptSpans(HEAD_OFFICE), KeptSpans(BRANCH)
    office = make_office(folder / "office", proof_backoff_seconds=0.0, chunk_bytes=1024, max_wrong_proofs=100)
    branch = join(office, folder / NAME, NAME, first_backoff_seconds=0.01)
    enrol(office, USER)
    grant(office, USER, branch, folder)
    put(office, IMAGE, picture(4000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server.bootstrap.serving, "tracing", theirs.opened)
        with serving(office):
            yield Party(office, replace(branch, tracer=ours.tracer), theirs, ours)
    office.database.close()


def exchange_of(kept: KeptSpans) -> Node:
    """The one exchange that the head office traced."""
    (tree,) = [each for each in kept.trees() if each.name == EXCHANGE]
    return tree


def test_the_head_office_traces_every_step_of_an_attempt(party: Party) -> None:
    party.fetch()
    tree = exchange_of(party.theirs)
    steps = ["hello", "admit", "enrolment", "reserve", "regenerate", "verify proof", "pack", "release"]
    assert [name for name in tree.names() if not name.startswith("database")] == [
        *steps,
        *("accept", "stream", "receipt"),
    ]
    assert tree.attributes == {"outcome": "delivered"}
    assert tree.find("release").attributes == {"attempt": 1}
    assert tree.find("stream").attributes == {"bytes": 4000, "chunks": 4}
    assert not any(each.failed for each in tree.everything())


def test_the_one_transaction_is_traced_call_by_call(party: Party) -> None:
    party.fetch()
    (transaction,) = exchange_of(party.theirs).find("release").below
    assert transaction.name == "database.write"
    assert {"requests.get", "audit.append"} <= set(transaction.names())
    assert all(each.attributes == {} for each in transaction.below)


def test_the_branch_traces_every_step_of_an_image(party: Party) -> None:
    party.fetch()
    (tree,) = party.ours.trees()
    assert (tree.name, tree.names()) == ("fetch", ["attempt"])
    assert tree.attributes == {"attempt": 1, "bytes": 4000}
    steps = ["connect", "scan", "regenerate", "proof", "receive", "write"]
    assert tree.find("attempt").names() == steps
    assert tree.find("attempt").find("receive").attributes == {"bytes": 4000, "chunks": 4}


def test_both_ends_are_one_trace(party: Party) -> None:
    party.fetch()
    spans = {span.name: span for span in party.ours.finished()}
    (exchange,) = [span for span in party.theirs.finished() if span.name == EXCHANGE]
    attempt = spans["attempt"].get_span_context()
    assert exchange.parent is not None
    assert exchange.parent.span_id == attempt.span_id
    assert {span.get_span_context().trace_id for span in party.theirs.finished()} == {attempt.trace_id}
    party.fetch()
    assert {span.get_span_context().trace_id for span in party.ours.finished()} != {attempt.trace_id}


def test_a_refused_attempt_says_its_code_at_both_ends(party: Party) -> None:
    wrong = with_wrong_prints(party.branch, seed=5)
    with pytest.raises(Failure) as caught:
        party.fetch(wrong)
    assert caught.value.code is Code.PROOF_FAILED
    tree = exchange_of(party.theirs)
    refused = {"reason": "PROOF_FAILED"}
    assert (tree.attributes, tree.find("verify proof").attributes) == (refused, refused)
    assert "release" not in tree.names()
    (fetched,) = party.ours.trees()
    assert (fetched.attributes, fetched.failed) == (refused, True)


def test_no_span_names_anybody(party: Party) -> None:
    party.fetch()
    said = "".join(span.to_json() for span in (*party.theirs.finished(), *party.ours.finished()))
    for name in (IMAGE, NAME, "spiffe", str(party.office.config.home), party.branch.address):
        assert name not in said
    assert '"user"' not in said


def test_a_branch_that_does_not_trace_says_nothing_of_it(party: Party) -> None:
    party.fetch(replace(party.branch, tracer=SilentTracer()))
    (exchange,) = [span for span in party.theirs.finished() if span.name == EXCHANGE]
    assert exchange.parent is None
    assert party.ours.finished() == []


@pytest.mark.parametrize(
    ("metadata", "taken"),
    [
        pytest.param(((PEER.header()),), True, id="in the exact form"),
        pytest.param(((HEADER, "00-" + "f" * 3000),), False, id="nonsense"),
        pytest.param((("tracestate", "x=" + "y" * 3000), ("baggage", "user=17")), False, id="others alone"),
        pytest.param(((HEADER, PEER.header()[1][:-2] + "00"), ("tracestate", "x=y")), True, id="not sampled"),
    ],
)
def test_what_a_caller_says_of_its_trace_is_taken_in_one_form_alone(
    party: Party, monkeypatch: pytest.MonkeyPatch, metadata: connection.Metadata, taken: bool
) -> None:
    monkeypatch.setattr(HeadOffice, "_metadata", lambda _: metadata)
    party.fetch()
    (exchange,) = [span for span in party.theirs.finished() if span.name == EXCHANGE]
    assert (exchange.parent is not None) == taken
    if taken:
        assert exchange.get_span_context().trace_id == PEER.trace
    assert "user" not in exchange.to_json()


def test_metadata_beyond_the_limit_is_refused_as_before(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HeadOffice, "_metadata", lambda _: ((HEADER, "0" * 20_000),))
    with pytest.raises(Failure) as caught:
        party.fetch(replace(party.branch, config=party.branch.config.model_copy(update={"attempts": 1})))
    assert caught.value.code is Code.TOO_LARGE
    assert all(tree.failed and "reserve" not in tree.names() for tree in party.theirs.trees())


def test_whoever_is_not_admitted_begins_no_trace(party: Party) -> None:
    party.theirs.clear()
    stranger = Identity(party.office.config.trust_domain, party.branch.identity.role, "nobody")
    with stranger_channel(party, stranger) as channel:
        ping = channel.unary_unary("/ridgekey.v1.ExchangeService/Ping")
        with pytest.raises(grpc.RpcError):
            ping(b"", timeout=60, metadata=(PEER.header(),))
        unknown = channel.unary_unary("/ridgekey.v1.ExchangeService/xray-7")
        with pytest.raises(grpc.RpcError):
            unknown(b"", timeout=60, metadata=(PEER.header(),))
    assert party.theirs.finished() == []


def stranger_channel(party: Party, identity: Identity) -> grpc.Channel:
    """A channel with a certificate of the authority that nobody approved."""
    home = open_home(party.office.config.home, HomeKind.HEAD_OFFICE)
    randomness = party.office.randomness
    key = make_private_key(randomness)
    authority = Credentials(home, randomness).authority()
    issued = authority.issue(identity, key.public_key(), party.office.clock.now(), randomness)
    tls = grpc.ssl_channel_credentials(
        certificate_pem(party.branch.admission.authority), private_key_pem(key), certificate_pem(issued)
    )
    options = [*client_options(), ("grpc.use_local_subchannel_pool", 1)]
    return grpc.secure_channel(party.branch.address, tls, options)


def test_what_goes_on_beside_an_exchange_is_in_no_trace(party: Party) -> None:
    party.fetch()
    assert {tree.name for tree in party.theirs.trees()} == {EXCHANGE}


def test_a_transaction_that_fails_says_so_and_leaves_no_trace(party: Party) -> None:
    kept = KeptSpans(HEAD_OFFICE)
    database = TracedDatabase(party.office.database, kept.tracer)

    def fail() -> None:
        with kept.tracer.trace("a test"), database.write() as transaction:
            transaction.counters.add(300)
            raise Failure(Code.CONFLICT)

    with pytest.raises(Failure):
        fail()
    (tree,) = kept.trees()
    assert tree.find("database.write").names() == ["counters.add"]
    assert tree.find("database.write").attributes == {"reason": "CONFLICT"}
    with database.read() as transaction:
        assert transaction.counters.get(300) is None
    assert len(kept.trees()) == 1
