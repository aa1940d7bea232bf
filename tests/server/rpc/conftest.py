"""A serving head office that raw clients can misuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import grpc
import pytest

from branch_client.branch import Branch
from server.adapters.memory.token_buckets import TokenBuckets
from server.bootstrap.credentials import Credentials
from server.config import HeadOfficeConfig
from server.ports import Clock, Office
from server.rpc import delivery
from server.rpc.pace import Pace
from shared.crypto.certificates import certificate_pem
from shared.crypto.randomness import SystemRandomness
from shared.crypto.tls_keys import make_private_key, private_key_pem
from shared.identifiers import Identity
from shared.stores.home import HomeKind, open_home
from shared.stores.keyring import TLS
from shared.wire.channel import client_options
from tests.loopback import enrol, grant, join, make_office, picture, put, serving


@dataclass(frozen=True)
class Post:
    """A serving head office, one branch with user 17, and what makes clients of other identities."""

    office: Office
    basra: Branch
    folder: Path

    def channel(self, key_pem: bytes, certificate_pem_: bytes) -> grpc.Channel:
        """A channel with any key and certificate."""
        authority = certificate_pem(self.basra.admission.authority)
        tls = grpc.ssl_channel_credentials(authority, key_pem, certificate_pem_)
        options = [*client_options(), ("grpc.use_local_subchannel_pool", 1)]
        return grpc.secure_channel(self.basra.address, tls, options)

    def basra_channel(self) -> grpc.Channel:
        """A channel with the branch's own."""
        key = private_key_pem(self.basra.keyring.certified(TLS))
        return self.channel(key, certificate_pem(self.basra.admission.certificate))

    def issued_channel(self, identity: Identity) -> grpc.Channel:
        """A channel with a certificate that the authority issued and nobody approved."""
        randomness = SystemRandomness()
        home = open_home(self.office.config.home, HomeKind.HEAD_OFFICE)
        authority = Credentials(home, randomness).authority()
        key = make_private_key(randomness)
        issued = authority.issue(identity, key.public_key(), self.office.clock.now(), randomness)
        return self.channel(private_key_pem(key), certificate_pem(issued))


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    """The head office of one module."""
    folder = tmp_path_factory.mktemp("post")
    office = make_office(
        folder / "head-office",
        chunk_bytes=4096,
        proof_backoff_seconds=0.0,
        max_wrong_proofs=100,
        exchanges_per_branch=4,
        waiting_per_branch=8,
        handshake_timeout_seconds=60.0,
        transfer_patience_seconds=60.0,
        recheck_interval_seconds=0.05,
        min_transfer_bytes_per_second=1_000_000,
        max_deadline_seconds=400.0,
    )
    hellos = TokenBuckets(office.clock, 1.0, 10_000)  # made when an office is opened, by its settings then
    renewals = TokenBuckets(office.clock, 1.0, 1000)
    office = replace(office, rates=hellos, user_rates=hellos, renewal_rates=renewals)
    basra = join(office, folder / "basra", "basra", first_backoff_seconds=0.01)
    enrol(office, 17)
    grant(office, 17, basra, folder)
    put(office, "xray-7", picture(40_000))
    put(office, "large", picture(16_000_000))
    with serving(office):
        yield Post(office, basra, folder)
    office.database.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an image wait two seconds for its reader; of a busy machine all others are patient."""

    def hurried(config: HeadOfficeConfig, clock: Clock) -> Pace:
        return Pace(config.model_copy(update={"transfer_patience_seconds": 2.0}), clock)

    monkeypatch.setattr(delivery, "Pace", hurried)
