"""The server's own certificate: renewed by a word or by itself, shown without a restart (§2.8)."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from branch_client.connection import ping
from server.bootstrap import server_certificate
from server.bootstrap.credentials import Credentials
from server.bootstrap.server_certificate import renew_server_certificate, renew_when_due
from server.ports import Office
from shared.crypto.certificates import certificate_sha256, check_issued_by, decode_certificate
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home
from tests.loopback import ADMIN, audit, join, make_office, serving
from tests.server.settable_clock import SettableClock

ABOUT_TO_END = 0.0015  # days: two minutes, of a life that began five minutes earlier
PATIENCE_SECONDS = 60


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A head office that looks at its certificate all the time."""
    made = make_office(tmp_path / "head-office", health_interval_seconds=0.05)
    yield made
    made.database.close()


def credentials(office: Office) -> Credentials:
    """Those of its home."""
    return Credentials(open_home(office.config.home, HomeKind.HEAD_OFFICE), office.randomness)


def in_force(office: Office) -> x509.Certificate:
    """The server's certificate, which has its key and is the authority's."""
    certificate, key = credentials(office).server()
    assert key.public_key() == certificate.public_key()
    check_issued_by(certificate, credentials(office).authority_certificate())
    return certificate


def about_to_end(office: Office) -> x509.Certificate:
    """Give the server a certificate that ends soon."""
    config = office.config.model_copy(update={"server_certificate_days": ABOUT_TO_END})
    return renew_server_certificate(replace(office, config=config), ADMIN)


def shown(office: Office) -> x509.Certificate:
    """What a new connection is shown."""
    host, port = office.config.listen.split(":")
    return decode_certificate(ssl.get_server_certificate((host, int(port))).encode())


def test_a_renewed_one_is_in_force_and_audited(office: Office) -> None:
    before = in_force(office)
    for _ in range(3):
        renewed = renew_server_certificate(office, ADMIN)
        assert in_force(office) == renewed != before
        assert renewed.public_key() != before.public_key()
        row = audit(office)[-1].entry
        assert row.event == "SERVER_CERTIFICATE_RENEWED"
        assert row.reason == f"certificate {certificate_sha256(renewed).hex()}: a test"
    keys = list((office.config.home / "keys").glob("server*.sealed"))
    assert len(keys) == 2  # its own, and the one before


def test_it_is_renewed_by_itself_once_it_is_due(office: Office) -> None:
    assert not renew_when_due(office)
    ending = about_to_end(office)
    assert renew_when_due(office)
    assert not renew_when_due(office)
    assert in_force(office) != ending
    assert audit(office)[-1].entry.actor == office.config.identity.uri


@pytest.mark.parametrize(
    "days", [pytest.param(900, id="one that has ended"), pytest.param(-30, id="a clock before it")]
)
def test_a_clock_that_may_be_wrong_renews_nothing(office: Office, days: int) -> None:
    before, clock = in_force(office), SettableClock()
    clock.advance((office.clock.now() + timedelta(days=days) - clock.now()).total_seconds())
    assert not renew_when_due(replace(office, clock=clock))
    assert in_force(office) == before


def test_nothing_is_issued_beyond_the_authority(office: Office) -> None:
    clock = SettableClock()
    clock.advance((office.clock.now() + timedelta(days=4000) - clock.now()).total_seconds())
    before = in_force(office)
    with pytest.raises(Failure, match="ridgekey init --home NEW-HOME") as refused:
        renew_server_certificate(replace(office, clock=clock), ADMIN)
    assert refused.value.code is Code.CERTIFICATE_EXPIRED
    assert in_force(office) == before


@pytest.mark.parametrize("step", ["note_server_certificate", "write_file"])
def test_one_that_was_interrupted_leaves_the_one_before(
    office: Office, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = in_force(office)

    def fail(*_: object) -> None:
        raise Failure(Code.AUDIT_UNAVAILABLE)

    with monkeypatch.context() as patch:
        patch.setattr(server_certificate, step, fail)
        with pytest.raises(Failure):
            renew_server_certificate(office, ADMIN)
    assert in_force(office) == before
    assert renew_server_certificate(office, ADMIN) == in_force(office)
    assert len(list((office.config.home / "keys").glob("server*.sealed"))) == 2


@pytest.mark.parametrize("lost", ["certificates/server.pem", "keys/server.sealed"])
def test_one_that_is_lost_is_made_anew(office: Office, lost: str) -> None:
    (office.config.home / lost).unlink()
    with pytest.raises(Failure):
        in_force(office)
    assert renew_server_certificate(office, ADMIN) == in_force(office)


def test_a_running_server_shows_it_to_connections_that_begin(office: Office, tmp_path: Path) -> None:
    branch = join(office, tmp_path / "basra", "basra")
    with serving(office):
        before = shown(office)
        renewed = renew_server_certificate(office, ADMIN)
        assert before != renewed == shown_within_patience(office, renewed)
        ping(branch)
        ending = about_to_end(office)
        followed = shown_within_patience(office, None, ending, renewed)
        assert followed == in_force(office)
        ping(branch)


def shown_within_patience(
    office: Office, wanted: x509.Certificate | None, *others: x509.Certificate
) -> x509.Certificate:
    """What is shown once it is the wanted one, or none of the others."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = shown(office)
        if found == wanted or (wanted is None and found not in others):
            return found
        time.sleep(0.05)
    raise AssertionError("the server goes on with the certificate before")


def test_a_server_starts_with_a_renewed_one_when_its_own_is_due(office: Office) -> None:
    ending = about_to_end(office)
    with serving(office):
        assert shown(office) == in_force(office) != ending


def test_a_key_of_another_certificate_is_not_shown(office: Office) -> None:
    with serving(office):
        before = shown(office)
        renewed = renew_server_certificate(office, ADMIN)
        shown_within_patience(office, renewed)
        file = office.config.home / "certificates" / "server.pem"
        file.write_bytes(file.read_bytes()[:-40])  # damaged: the server goes on with what it has
        time.sleep(0.3)
        assert before != shown(office) == renewed
