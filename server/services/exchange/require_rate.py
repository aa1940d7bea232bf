"""Bound how often a branch asks, and how often for one user (protocol §3.2)."""

from __future__ import annotations

from server.ports import Office
from shared.errors import Code, Failure
from shared.identifiers import Identity


def require_rate(office: Office, caller: Identity) -> None:
    """Take one of the tokens of a branch or an administrator.

    Raises:
        Failure: ``RATE_LIMITED`` with the seconds until there is one.
    """
    _taken(office.rates.take(caller.uri))


def require_user_rate(office: Office, branch: Identity, user: int) -> None:
    """Take one of the tokens that a branch has for a user granted to it.

    Each branch has its own, so that one of them takes no turn from the user's others (protocol §3.8).

    Raises:
        Failure: ``RATE_LIMITED`` with the seconds until there is one.
    """
    _taken(office.user_rates.take(f"{branch.name}/{user}"))


def _taken(wait: float) -> None:
    if wait > 0:
        raise Failure(Code.RATE_LIMITED, retry_after=wait)
