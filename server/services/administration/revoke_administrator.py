"""End an administrator of another machine (protocol §2.7)."""

from __future__ import annotations

from dataclasses import replace

from server.ports import Actor, AdministratorRecord, AdministratorStatus, Event, Office, Transaction
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure
from shared.identifiers import parse_admin_name


def revoke_administrator(office: Office, name: str, actor: Actor) -> AdministratorRecord:
    """Let an administrator do nothing more, from the next call on and for ever.

    Returns:
        The administrator, revoked.

    Raises:
        Failure: ``NOT_FOUND``; ``CONFLICT`` when revoked already.
    """
    with office.database.write() as transaction:
        held = _revocable(transaction, name, lock=True)
        revoked = replace(held, status=AdministratorStatus.REVOKED)
        transaction.administrators.put(revoked)
        transaction.audit.append(signed_entry(actor, Event.ADMIN_REVOKED, what=f"administrator {name}"))
    return revoked


def require_revocable(office: Office, name: str) -> AdministratorRecord:
    """The administrator whom :func:`revoke_administrator` would revoke.

    Raises:
        Failure: as there.
    """
    with office.database.read() as transaction:
        return _revocable(transaction, name)


def _revocable(transaction: Transaction, name: str, *, lock: bool = False) -> AdministratorRecord:
    held = transaction.administrators.get(parse_admin_name(name), lock=lock)
    if held is None:
        sentence = f"There is no administrator {name}; `ridgekey admin list` shows those issued."
        raise Failure(Code.NOT_FOUND, sentence)
    if held.status is AdministratorStatus.REVOKED:
        raise Failure(Code.CONFLICT, f"Administrator {name} was revoked already.")
    return held
