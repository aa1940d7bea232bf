"""Enter an administrator of another machine in the registry, once the certificate is made (protocol §2.7)."""

from __future__ import annotations

from datetime import datetime

from server.ports import Actor, AdministratorRecord, AdministratorStatus, Event, Office
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role, parse_admin_name


def issue_administrator(
    office: Office,
    name: str,
    certificate_sha256: bytes,
    expires_at: datetime,
    actor: Actor,
    *,
    replace: bool = False,
) -> AdministratorRecord:
    """Let the holder of a certificate administer from another machine.

    Args:
        office: the head office.
        name: the administrator's name, which is the actor in the audit.
        certificate_sha256: SHA-256 of the certificate (DER).
        expires_at: when the certificate ends, aware UTC.
        actor: who issues it, and why.
        replace: whether a certificate in force gives way to this one.

    Returns:
        The administrator, active.

    Raises:
        Failure: ``INVALID_INPUT`` for a name that is none; ``CONFLICT`` when it is taken, for ever by
            somebody who was revoked.
    """
    uri = Identity(office.config.trust_domain, Role.ADMIN, parse_admin_name(name)).uri
    active = AdministratorStatus.ACTIVE
    record = AdministratorRecord(name, uri, certificate_sha256, active, office.clock.now(), expires_at)
    with office.database.write() as transaction:
        _require_free(transaction.administrators.get(name, lock=True), replace=replace)
        transaction.administrators.put(record)
        entry = signed_entry(actor, Event.ADMIN_ISSUED, what=f"administrator {name}")
        transaction.audit.append(entry)
    return record


def require_issuable(office: Office, name: str, *, replace: bool) -> None:
    """Check that a name is free, or may be given another certificate, before one is made.

    Raises:
        Failure: as :func:`issue_administrator`.
    """
    with office.database.read() as transaction:
        _require_free(transaction.administrators.get(parse_admin_name(name)), replace=replace)


def _require_free(held: AdministratorRecord | None, *, replace: bool) -> None:
    if held is None:
        return
    if held.status is AdministratorStatus.REVOKED:
        sentence = f"Administrator {held.name} was revoked, and that is for ever; choose another name."
        raise Failure(Code.CONFLICT, sentence)
    if not replace:
        sentence = (
            f"There is an administrator {held.name} already; --replace issues a new certificate in place of "
            "the one in force."
        )
        raise Failure(Code.CONFLICT, sentence)
