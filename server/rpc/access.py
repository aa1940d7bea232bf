"""Who may call what (protocol §2.4): one table, and what is not in it is refused."""

from __future__ import annotations

from collections.abc import Mapping

from shared.errors import Code, Failure
from shared.identifiers import Role

_EXCHANGE = "/ridgekey.v1.ExchangeService/"
_HEALTH = "/grpc.health.v1.Health/"
_ADMINISTRATION = "/ridgekey.v1.AdministrationService/"
_REFLECTION = "/grpc.reflection.v1alpha.ServerReflection/"

_ADMINISTRATIVE = (
    *("GetDeployment", "GetStatus", "GetSettings"),
    *("ApproveBranch", "ListBranches", "GetBranch", "ChangeBranchStatus"),
    *("AddUser", "ListUsers", "GetUser", "GrantUser", "UngrantUser", "ExitUser", "ReadmitUser"),
    *("UnlockUser", "ActivateGeneration", "ChangeGeneration", "PreviewForgetting", "ForgetUser"),
    *("PutImage", "ListAllImages", "GetImage", "ReleaseImage", "CheckRelease"),
    *("PreviewRemoval", "RemoveImage"),
    "GetCounter",
    *("TailAudit", "ReadAudit", "VerifyAudit", "ProveInclusion", "CompareWitness", "WriteCheckpoint"),
)

ROLES: Mapping[str, frozenset[Role]] = {
    _EXCHANGE + "Exchange": frozenset({Role.BRANCH}),
    _EXCHANGE + "ListImages": frozenset({Role.BRANCH}),
    _EXCHANGE + "RenewCertificate": frozenset({Role.BRANCH}),
    _EXCHANGE + "Ping": frozenset({Role.BRANCH, Role.ADMIN}),
    _HEALTH + "Check": frozenset({Role.BRANCH, Role.ADMIN}),
    _HEALTH + "Watch": frozenset({Role.BRANCH, Role.ADMIN}),
    _REFLECTION + "ServerReflectionInfo": frozenset({Role.ADMIN}),
    **{_ADMINISTRATION + method: frozenset({Role.ADMIN}) for method in _ADMINISTRATIVE},
}
"""Full method name → roles."""


def is_administrative(method: str) -> bool:
    """Whether a method is served only where administration from other machines is on (protocol §2.7)."""
    return method.startswith((_ADMINISTRATION, _REFLECTION))


def is_health_check(method: str) -> bool:
    """Whether a method only asks if the server serves.

    The head office asks so itself, with a certificate that it makes for the question and registers nowhere.
    """
    return method.startswith(_HEALTH)


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
