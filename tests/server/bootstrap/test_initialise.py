"""Making a head office: all of it, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.bootstrap import initialise as module
from server.bootstrap.credentials import Credentials
from server.bootstrap.head_office import open_head_office
from server.bootstrap.initialise import Plan, initialise
from server.services.audit import verify_audit
from shared.crypto.certificates import check_authority, check_issued_by
from shared.crypto.signatures import signing_public_key
from shared.errors import Code, Failure
from shared.identifiers import Role
from shared.stores.home import HomeKind, open_home
from tests.databases import new_database
from tests.free_ports import free_address
from tests.replay_randomness import ReplayRandomness
from tests.server.settable_clock import SettableClock


def make(home: Path, seed: str = "init", **plan: str | None) -> None:
    """Make a head office whose keys follow from a seed."""
    whole = Plan(home, listen=free_address(), **plan)
    initialise(whole, clock=SettableClock(), randomness=ReplayRandomness(seed))


def credentials(home: Path) -> Credentials:
    """What the head office at ``home`` proves itself with."""
    return Credentials(open_home(home, HomeKind.HEAD_OFFICE), ReplayRandomness("reading"))


def test_a_new_head_office_opens_with_one_audit_row(tmp_path: Path) -> None:
    make(tmp_path / "ho")
    office = open_head_office(tmp_path / "ho")
    verdict = verify_audit(office)
    office.database.close()
    assert (verdict.ok, verdict.rows) == (True, 1)


def test_its_certificates_have_their_profiles(tmp_path: Path) -> None:
    make(tmp_path / "ho", trust_domain="clinic.example")
    held = credentials(tmp_path / "ho")
    authority = held.authority()
    certificate, key = held.server()
    assert check_authority(authority.certificate) == "clinic.example"
    assert check_issued_by(certificate, authority.certificate).role is Role.HEAD_OFFICE
    assert certificate.public_key() == key.public_key()
    assert authority.certificate.public_key() == authority.key.public_key()


def test_its_keys_follow_from_the_randomness_and_differ_from_each_other(tmp_path: Path) -> None:
    for name, seed in (("a", "same"), ("b", "same"), ("c", "other")):
        make(tmp_path / name, seed)
    keys = {
        name: (signing_public_key(held.package_key()), signing_public_key(held.log_key()))
        for name, held in ((name, credentials(tmp_path / name)) for name in "abc")
    }
    assert keys["a"] == keys["b"]
    assert len({*keys["a"], *keys["c"]}) == 4


@pytest.mark.parametrize("step", ["create_authority", "creating_database", "found", "write_file"])
def test_whatever_fails_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise Failure(Code.STORAGE_UNAVAILABLE)

    monkeypatch.setattr(module, step, fail)
    with pytest.raises(Failure) as refused:
        make(tmp_path / "deep" / "ho")
    assert refused.value.code is Code.STORAGE_UNAVAILABLE
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["authority.pem", "server.pem"])
@pytest.mark.parametrize(
    "content", [None, b"", b"-----BEGIN CERTIFICATE-----\n"], ids=["missing", "empty", "cut"]
)
def test_a_damaged_certificate_is_named(tmp_path: Path, name: str, content: bytes | None) -> None:
    make(tmp_path / "ho")
    path = tmp_path / "ho" / "certificates" / name
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    held = credentials(tmp_path / "ho")
    with pytest.raises(Failure, match=name) as refused:
        held.authority() if name == "authority.pem" else held.server()
    assert refused.value.code is Code.HOME_INVALID


@pytest.mark.postgres
def test_a_database_serves_one_head_office(tmp_path: Path) -> None:
    url = new_database()
    make(tmp_path / "first", database=url)
    with pytest.raises(Failure) as refused:
        make(tmp_path / "second", database=url)
    assert refused.value.code is Code.CONFLICT
    assert not (tmp_path / "second").exists()
    office = open_head_office(tmp_path / "first")
    assert verify_audit(office).ok
    office.database.close()


@pytest.mark.postgres
def test_a_database_is_left_as_it_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise Failure(Code.LOCAL_FAILURE)

    url = new_database()
    with monkeypatch.context() as patch:
        patch.setattr(module, "found", fail)
        with pytest.raises(Failure):
            make(tmp_path / "ho", database=url)
    make(tmp_path / "ho", database=url)


def test_the_home_keeps_no_password(tmp_path: Path) -> None:
    with pytest.raises(Failure) as refused:
        make(tmp_path / "ho", database="postgresql://office:s3cret@127.0.0.1:1/none")
    assert refused.value.code is Code.STORAGE_UNAVAILABLE
    assert "s3cret" not in refused.value.sentence
    with pytest.raises(Failure, match="--database-url must be") as refused:
        make(tmp_path / "ho", database="s3cret")
    assert refused.value.code is Code.INVALID_INPUT
    assert list(tmp_path.iterdir()) == []
