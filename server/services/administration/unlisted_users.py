"""Find the users whom a closed-set verifier cannot let pass (biometrics §3)."""

from __future__ import annotations

from server.ports import Office
from server.services.administration.enrolments_in_force import enrolments_in_force
from shared.biometrics.verification import ClosedSetVerifier, Verifier
from shared.exact.network import Network


def unlisted_users(office: Office, verifier: Verifier | Network | None) -> tuple[int, ...]:
    """The users with an enrolment in force whom a closed-set verifier does not list; nobody for another one.

    Such a verifier names one of its own users for every scan, so that no scan of theirs passes.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    if not isinstance(verifier, ClosedSetVerifier):
        return ()
    with office.database.read() as transaction:
        users = [record.user for record in enrolments_in_force(transaction)]
    return tuple(user for user in users if user not in verifier.users)
