"""A serving head office that takes administration, and what makes administrators of many kinds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import grpc
import pytest

from branch_client.branch import Branch
from server.bootstrap.admitting_administrators import admit_administrator_of
from server.bootstrap.credentials import Credentials
from server.ports import Office
from server.rpc.administration import image_verbs
from server.rpc.administration.client import RemoteAdministration
from server.rpc.administration.line import AdminTls, Line
from server.rpc.administration.upload import Upload
from server.rpc.vigil import Vigil
from shared.crypto.admin_joining import make_admin_request, parse_admin_admission
from shared.crypto.certificates import certificate_pem
from shared.crypto.randomness import SystemRandomness
from shared.crypto.tls_keys import PrivateKey, make_private_key, private_key_pem
from shared.identifiers import Identity
from shared.stores.home import HomeKind, open_home
from shared.stores.keyring import TLS
from shared.wire.channel import client_options
from tests.loopback import ADMIN, enrol, grant, join, make_office, serving

SERVICE = "/ridgekey.v1.AdministrationService/"
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Post:
    """A serving head office, one branch with user 17, and a place for files."""

    office: Office
    basra: Branch
    folder: Path

    @property
    def address(self) -> str:
        """Where it serves."""
        return self.office.config.listen

    def appoint(self, name: str, lifetime: dt.timedelta = YEAR, *, replace: bool = False) -> AdminTls:
        """Register an administrator."""
        key = make_private_key(SystemRandomness())
        request = make_admin_request(name, key)
        signed = admit_administrator_of(self.office, request, ADMIN, lifetime=lifetime, replace=replace)
        admission = parse_admin_admission(signed)
        return AdminTls(admission.authority, admission.certificate, key)

    def issue(self, identity: Identity) -> AdminTls:
        """A certificate of the authority that is in no registry."""
        home = open_home(self.office.config.home, HomeKind.HEAD_OFFICE)
        authority = Credentials(home, SystemRandomness()).authority()
        key = make_private_key(SystemRandomness())
        certificate = authority.issue(identity, key.public_key(), self.office.clock.now(), SystemRandomness())
        return AdminTls(authority.certificate, certificate, key)

    def branch_tls(self) -> AdminTls:
        """The branch's own certificate and key."""
        key: PrivateKey = self.basra.keyring.certified(TLS)
        return AdminTls(self.basra.admission.authority, self.basra.admission.certificate, key)

    def remote(self, tls: AdminTls) -> RemoteAdministration:
        """The client, with any certificate."""
        return RemoteAdministration(Line(self.address, tls))

    def channel(self, tls: AdminTls) -> grpc.Channel:
        """A raw channel, with any certificate."""
        credentials = grpc.ssl_channel_credentials(
            certificate_pem(tls.authority), private_key_pem(tls.key), certificate_pem(tls.certificate)
        )
        options = [*client_options(), ("grpc.use_local_subchannel_pool", 1)]
        return grpc.secure_channel(self.address, credentials, options)


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    """The head office of one module."""
    folder = tmp_path_factory.mktemp("administered")
    office = make_office(
        folder / "head-office",
        administration=True,
        max_image_bytes=200_000,
        transfer_patience_seconds=60.0,
        recheck_interval_seconds=0.05,
        min_transfer_bytes_per_second=1_000_000,
        branch_hello_burst=10_000,
        max_deadline_seconds=400.0,
    )
    basra = join(office, folder / "basra", "basra")
    enrol(office, 17)
    grant(office, 17, basra, folder)
    with serving(office):
        yield Post(office, basra, folder)
    office.database.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an upload wait for its bytes less than a second; of a busy machine all others are patient."""

    def hurried(context: grpc.aio.ServicerContext, vigil: Vigil, office: Office) -> Upload:
        config = office.config.model_copy(update={"transfer_patience_seconds": 0.5})
        return Upload(context, vigil, replace(office, config=config))

    monkeypatch.setattr(image_verbs, "Upload", hurried)


@pytest.fixture
def zainab(post: Post, request: pytest.FixtureRequest) -> AdminTls:
    """An administrator of the test's own."""
    return post.appoint(f"zainab-{abs(hash(request.node.name)) % 10**9}")
