"""Read a question to the audit log as people write it."""

from __future__ import annotations

from typing import Protocol

from server.ports import AuditQuery, Event
from shared.errors import Code, Failure
from shared.identifiers import Identity, IdRange, Role


class Names(Protocol):
    """What has to be known of a head office to read the names of its branches and users."""

    @property
    def trust_domain(self) -> str:
        """First part of every identity."""

    @property
    def id_range(self) -> IdRange:
        """The user IDs it admits."""


def ask_audit(
    names: Names, event: Event | None, user: str | None, actor: str | None, since: int = 0
) -> AuditQuery:
    """The query for what was written.

    Args:
        names: of the head office: its configuration, or what it says of itself.
        event: what happened.
        user: the user's ID.
        actor: a branch's name, or a whole URI.
        since: rows above this number only.

    Raises:
        Failure: ``ID_OUT_OF_RANGE`` for a user ID that is none; ``INVALID_INPUT`` for an actor that is none.
    """
    number = None if user is None else names.id_range.parse(user)
    return AuditQuery(since, event, number, None if actor is None else _uri(names, actor))


def _uri(names: Names, actor: str) -> str:
    if "://" in actor or actor == "unknown":
        return actor
    if not actor or not actor.isprintable():
        raise Failure(Code.INVALID_INPUT, "Give a branch's name or a whole URI.", field="actor")
    return Identity(names.trust_domain, Role.BRANCH, actor).uri
