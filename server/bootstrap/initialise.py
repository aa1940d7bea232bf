"""Makes a head office: home, authority, keys, certificates, database and first audit row, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from server.adapters.system_clock import SystemClock
from server.bootstrap.credentials import AUTHORITY_CERTIFICATE, SERVER_CERTIFICATE
from server.bootstrap.head_office import assemble
from server.bootstrap.listening import Address, check_free, parse_address
from server.bootstrap.schema import creating_database
from server.config import load_config
from server.database_url import check_database_url, without_password
from server.ports import Actor, Clock
from server.services.administration import found
from server.vault_url import check_endpoint_url, check_vault_url
from shared.crypto.certificates import (
    Authority,
    certificate_pem,
    certificate_sha256,
    create_authority,
)
from shared.crypto.randomness import Randomness, SystemRandomness
from shared.crypto.signatures import make_signing_key
from shared.crypto.tls_keys import make_private_key
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role, parse_identity
from shared.stores.atomic import write_file
from shared.stores.blobs import open_blobs
from shared.stores.home import Home, HomeKind
from shared.stores.keyring import AUTHORITY, LOG, PACKAGE, SERVER, Keyring
from shared.stores.new_home import check_home_is_free, create_home

DEFAULT_LISTEN = "127.0.0.1:7443"
DEFAULT_TRUST_DOMAIN = "ridgekey.internal"

_LONGEST_TRUST_DOMAIN = 64  # X.509 bounds an organisation name (RFC 5280, ub-organization-name)


@dataclass(frozen=True)
class Plan:
    """What an administrator says about a new head office.

    Args:
        home: the state folder to make.
        listen: HOST:PORT the server listens on.
        address: HOST:PORT that branches connect to; as ``listen`` when ``None``.
        trust_domain: first part of every identity (protocol §2.1).
        reason: for the audit.
        database: ``postgresql://…``; a SQLite file in the home when ``None``.
        vault: ``s3://…`` or ``file://…`` for images and enrolments; folders of the home when ``None``.
        vault_endpoint: the URL of the store behind it; Amazon's, or as the AWS settings say, when ``None``.
    """

    home: Path
    listen: str = DEFAULT_LISTEN
    address: str | None = None
    trust_domain: str = DEFAULT_TRUST_DOMAIN
    reason: str = ""
    database: str | None = None
    vault: str | None = None
    vault_endpoint: str | None = None


@dataclass(frozen=True)
class Initialised:
    """A new head office; the fingerprint is what branches compare when they accept an admission."""

    home: Path
    listen: str
    address: str
    trust_domain: str
    authority_fingerprint: str


def initialise(
    plan: Plan, *, clock: Clock | None = None, randomness: Randomness | None = None
) -> Initialised:
    """Make a head office.

    Raises:
        Failure: ``CONFLICT`` when there is a home already or the port is in use; ``INVALID_INPUT`` for an
            address, trust domain or URL that is none; ``STORAGE_UNAVAILABLE`` when database or vault does
            not answer. Nothing is left behind then.
    """
    clock = clock or SystemClock()
    randomness = randomness or SystemRandomness()
    trust_domain = _checked_trust_domain(plan.trust_domain)
    check_home_is_free(plan.home, HomeKind.HEAD_OFFICE)
    listen, address = _checked_addresses(plan)
    record = {"listen": str(listen), "address": str(address), "trust_domain": trust_domain}
    if plan.database is not None:
        record["database_url"] = _recorded_database(plan.database)
    record |= _recorded_vault(plan)
    with create_home(plan.home, HomeKind.HEAD_OFFICE, record, randomness) as home:
        authority = create_authority(trust_domain, clock.now(), randomness)
        _make_keys(home, authority, clock, randomness)
        require_empty_vault(home)
        with creating_database(load_config(home.root, home.record)):
            _write_first_row(home, Actor.local(trust_domain, plan.reason), clock, randomness)
    fingerprint = certificate_sha256(authority.certificate).hex()
    root = plan.home.expanduser().resolve()
    return Initialised(root, str(listen), str(address), trust_domain, fingerprint)


def _checked_trust_domain(text: str) -> str:
    try:
        if len(text) <= _LONGEST_TRUST_DOMAIN:
            return parse_identity(f"spiffe://{text}/{Role.HEAD_OFFICE.value}").trust_domain
    except Failure:
        pass  # the sentence below says more than that of an identity
    sentence = (
        f"A trust domain has 1 to {_LONGEST_TRUST_DOMAIN} lower-case letters, digits, inner dots and "
        "hyphens, such as ridgekey.internal."
    )
    raise Failure(Code.INVALID_INPUT, sentence, field="trust_domain")


def _recorded_database(url: str) -> str:
    """What the home records: no password; who opens the database finds that elsewhere."""
    try:
        return without_password(check_database_url(url))
    except ValueError as error:
        raise Failure(Code.INVALID_INPUT, f"--database-url {error}.", field="database_url") from None


def _recorded_vault(plan: Plan) -> dict[str, str]:
    given = {
        "vault_url": (plan.vault, check_vault_url, "--vault-url"),
        "vault_endpoint_url": (plan.vault_endpoint, check_endpoint_url, "--vault-endpoint-url"),
    }
    record: dict[str, str] = {}
    for name, (url, check, option) in given.items():
        try:
            if url is not None:
                record[name] = check(url)
        except ValueError as error:
            raise Failure(Code.INVALID_INPUT, f"{option} {error}.", field=name) from None
    return record


def require_empty_vault(home: Home) -> None:
    """Nothing lies there yet: a prefix that another head office uses would be taken for one's own.

    Raises:
        Failure: ``CONFLICT`` when something does; ``STORAGE_UNAVAILABLE``.
    """
    vault = load_config(home.root, home.record).vault
    parts = (home.images.name, home.enrolments.name)
    if any(open_blobs(vault.part(part)).names() for part in parts):
        sentence = (
            f"{vault.root} holds images or enrolments already; name an empty prefix, or another bucket."
        )
        raise Failure(Code.CONFLICT, sentence, field="vault_url")


def _checked_addresses(plan: Plan) -> tuple[Address, Address]:
    listen = parse_address(plan.listen, "--listen")
    address = listen if plan.address is None else parse_address(plan.address, "--address")
    if address.is_everywhere:
        sentence = f"Branches cannot connect to {address.host}; give another with --address."
        raise Failure(Code.INVALID_INPUT, sentence, field="address")
    check_free(listen)
    return listen, address


def _make_keys(home: Home, authority: Authority, clock: Clock, randomness: Randomness) -> None:
    trust_domain = home.text("trust_domain")
    server_key = make_private_key(randomness)
    server = authority.issue(
        Identity(trust_domain, Role.HEAD_OFFICE), server_key.public_key(), clock.now(), randomness
    )
    with home.master_key() as master:
        keys = Keyring(home, master, randomness)
        keys.put_certified(AUTHORITY, authority.key)
        keys.put_certified(SERVER, server_key)
        for name in (PACKAGE, LOG):
            with make_signing_key(randomness) as key:
                keys.put_secret(name, key)
    write_file(home.certificates / AUTHORITY_CERTIFICATE, certificate_pem(authority.certificate))
    write_file(home.certificates / SERVER_CERTIFICATE, certificate_pem(server))


def _write_first_row(home: Home, actor: Actor, clock: Clock, randomness: Randomness) -> None:
    office = assemble(home, load_config(home.root, home.record), clock=clock, randomness=randomness)
    try:
        found(office, actor)
    finally:
        office.database.close()
