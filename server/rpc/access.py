"""Who may call what (protocol §2.4): one table, and what is not in it is refused."""

from __future__ import annotations

from collections.abc import Mapping

from shared.errors import Code, Failure
from shared.identifiers import Role

_EXCHANGE = "/ridgekey.v1.ExchangeService/"
_HEALTH = "/grpc.health.v1.Health/"

ROLES: Mapping[str, frozenset[Role]] = {
    _EXCHANGE + "Exchange": frozenset({Role.BRANCH}),
    _EXCHANGE + "ListImages": frozenset({Role.BRANCH}),
    _EXCHANGE + "RenewCertificate": frozenset({Role.BRANCH}),
    _EXCHANGE + "Ping": frozenset({Role.BRANCH, Role.ADMIN}),
    _HEALTH + "Check": frozenset({Role.BRANCH, Role.ADMIN}),
    _HEALTH + "Watch": frozenset({Role.BRANCH, Role.ADMIN}),
}
"""Full method name → roles. ``AdministrationService`` is not served, so that no method of it is here."""


def require_access(method: str, role: Role) -> None:
    """Check that ``role`` may call ``method``.

    Args:
        method: full method name, ``/package.Service/Method``.
        role: what the caller's certificate says it is.

    Raises:
        Failure: ``PERMISSION_DENIED`` when the table does not say that it may.
    """
    if role not in ROLES.get(method, frozenset()):
        raise Failure(Code.PERMISSION_DENIED)
