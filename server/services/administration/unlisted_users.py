"""Find the users whom a closed-set verifier cannot let pass (biometrics §3)."""

from __future__ import annotations

from server.ports import Office, UserStatus
from shared.biometrics.verification import ClosedSetVerifier, Verifier
from shared.exact.network import Network


def unlisted_users(office: Office, verifier: Verifier | Network | None) -> tuple[int, ...]:
    """The enrolled active users whom a closed-set verifier does not list, in order of ID; none for another.

    Such a verifier names one of its own users for every scan, so that no scan of theirs passes.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    if not isinstance(verifier, ClosedSetVerifier):
        return ()
    with office.database.read() as transaction:
        counters = transaction.counters.all()
    active = (each.user for each in counters if each.status is UserStatus.ACTIVE and each.generation)
    return tuple(user for user in active if user not in verifier.users)
