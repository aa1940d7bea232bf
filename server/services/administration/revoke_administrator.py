"""End an administrator of another machine (protocol §2.7)."""

from __future__ import annotations

from dataclasses import replace

from server.ports import Actor, AdministratorRecord, AdministratorStatus, Event, Office
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
        held = transaction.administrators.get(parse_admin_name(name), lock=True)
        if held is None:
            sentence = f"There is no administrator {name}; `ridgekey admin list` shows those issued."
            raise Failure(Code.NOT_FOUND, sentence)
        if held.status is AdministratorStatus.REVOKED:
            raise Failure(Code.CONFLICT, f"Administrator {name} was revoked already.")
        revoked = replace(held, status=AdministratorStatus.REVOKED)
        transaction.administrators.put(revoked)
        transaction.audit.append(signed_entry(actor, Event.ADMIN_REVOKED, what=f"administrator {name}"))
    return revoked
