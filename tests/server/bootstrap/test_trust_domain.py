"""The trust domain of the settings against that of the authority's certificate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from server.bootstrap.credentials import AUTHORITY_CERTIFICATE
from server.bootstrap.head_office import open_head_office
from server.bootstrap.probing import require_serving
from server.bootstrap.trust_domain import require_own_domain
from server.ports import Office
from shared.crypto.certificates import certificate_pem
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home
from tests.loopback import make_office
from tests.server.planted_faults import set_record

VARIABLE = "RIDGEKEY_TRUST_DOMAIN"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A head office of the usual trust domain."""
    made = make_office(tmp_path / "ho")
    yield made
    made.database.close()


def by_variable(home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Say another in the environment."""
    monkeypatch.setenv(VARIABLE, "bank.example")
    return f"unset {VARIABLE}"


def by_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Say another in the file that people write."""
    file = home / "config.toml"
    file.write_text("trust_domain = 'bank.example'\n")
    return f"take it out of {file}"


def by_record(home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Say another where ``init`` wrote it."""
    set_record(home, trust_domain="bank.example")
    return f"set it to ridgekey.internal in {home / 'head-office.json'}"


@pytest.mark.parametrize("say", [by_variable, by_file, by_record])
def test_another_domain_is_refused_by_what_names_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, say: Callable[[Path, pytest.MonkeyPatch], str]
) -> None:
    remedy = say(office.config.home, monkeypatch)
    with pytest.raises(Failure) as refused:
        open_head_office(office.config.home)
    assert (refused.value.code, refused.value.exit_code) == (Code.INVALID_INPUT, 2)
    assert refused.value.sentence == (
        "The setting trust_domain is bank.example, but this head office was made for "
        f"ridgekey.internal; {remedy}."
    )


def test_who_only_looks_may_open_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    by_variable(office.config.home, monkeypatch)
    found = open_head_office(office.config.home, any_domain=True)
    found.database.close()
    assert found.config.trust_domain == "bank.example"


def test_nobody_asks_under_another_domain_whether_it_serves(office: Office) -> None:
    config = office.config.model_copy(update={"trust_domain": "bank.example"})
    with pytest.raises(Failure) as refused:
        require_serving(replace(office, config=config))
    assert refused.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize("spoil", [Path.unlink, lambda file: file.write_bytes(b"no certificate")])
def test_a_lost_certificate_is_left_to_what_needs_it(office: Office, spoil: Callable[[Path], object]) -> None:
    home = open_home(office.config.home, HomeKind.HEAD_OFFICE)
    spoil(home.certificates / AUTHORITY_CERTIFICATE)
    require_own_domain(home, office.config)
    with pytest.raises(Failure) as refused:
        require_serving(office)
    assert refused.value.code is Code.HOME_INVALID


def test_a_whole_certificate_of_no_authority_is_refused_as_what_it_is(office: Office) -> None:
    home = open_home(office.config.home, HomeKind.HEAD_OFFICE)
    now, key = datetime.now(UTC), ec.generate_private_key(ec.SECP256R1())
    nobody = x509.Name([])
    builder = x509.CertificateBuilder(nobody, nobody, key.public_key(), 1, now, now + timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256())
    (home.certificates / AUTHORITY_CERTIFICATE).write_bytes(certificate_pem(certificate))
    with pytest.raises(Failure, match="names no trust domain") as refused:
        require_own_domain(home, office.config)
    assert refused.value.code is Code.UNAUTHENTICATED
