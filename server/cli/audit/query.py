"""Which rows of the audit log a command is asked for."""

from __future__ import annotations

from typing import Annotated

from server.ports import AuditQuery, Event
from server.services.verbs import Deployment
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role
from shared.terminal.options import option

EventOption = Annotated[
    Event | None,
    option(
        "--event", help="Only rows of this event, such as RELEASED.", metavar="EVENT", case_sensitive=False
    ),
]
UserOption = Annotated[str | None, option("--user", help="Only rows about this user.", metavar="ID")]
ActorOption = Annotated[
    str | None, option("--actor", help="Only what this branch did: its name, or a whole URI.", metavar="NAME")
]
SinceOption = Annotated[
    int, option("--since", help="Only rows above this number.", metavar="SEQ", min=0, max=2**63 - 1)
]


def query_of(
    deployment: Deployment, event: Event | None, user: str | None, actor: str | None, since: int
) -> AuditQuery:
    """The query that the options ask.

    Raises:
        Failure: ``ID_OUT_OF_RANGE`` for a user ID that is none; ``INVALID_INPUT`` for an actor that is none.
    """
    number = None if user is None else deployment.id_range.parse(user)
    return AuditQuery(since, event, number, None if actor is None else _uri(deployment, actor))


def _uri(deployment: Deployment, actor: str) -> str:
    if "://" in actor or actor == "unknown":
        return actor
    if not actor or not actor.isprintable():
        raise Failure(Code.INVALID_INPUT, "Give a branch's name or a whole URI.", field="actor")
    return Identity(deployment.trust_domain, Role.BRANCH, actor).uri
