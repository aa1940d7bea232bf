"""Read a question to the audit log as people write it."""

from __future__ import annotations

from server.ports import AuditQuery, Event, Office
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role


def ask_audit(
    office: Office, event: Event | None, user: str | None, actor: str | None, since: int = 0
) -> AuditQuery:
    """The query for what was written.

    Args:
        office: the head office.
        event: what happened.
        user: the user's ID.
        actor: a branch's name, or a whole URI.
        since: rows above this number only.

    Raises:
        Failure: ``ID_OUT_OF_RANGE`` for a user ID that is none; ``INVALID_INPUT`` for an actor that is none.
    """
    number = None if user is None else office.config.id_range.parse(user)
    return AuditQuery(since, event, number, None if actor is None else _uri(office, actor))


def _uri(office: Office, actor: str) -> str:
    if "://" in actor or actor == "unknown":
        return actor
    if not actor or not actor.isprintable():
        raise Failure(Code.INVALID_INPUT, "Give a branch's name or a whole URI.", field="actor")
    return Identity(office.config.trust_domain, Role.BRANCH, actor).uri
