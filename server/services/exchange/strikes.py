"""How wrong and missing proofs add up (protocol §3.8, §3.9)."""

from __future__ import annotations

from datetime import timedelta

from server.ports import Office, StrikeRecord, Transaction
from shared.identifiers import Identity

_MAX_DOUBLINGS = 6


def strike(office: Office, transaction: Transaction, branch: Identity, user: int, *, wrong: bool) -> float:
    """Count one handshake that did not end in a right proof.

    The wait doubles with each in a row. Wrong proofs are counted in windows that begin with the first of
    them; the last one allowed starts a lock-out as long as the window.

    Args:
        office: the head office.
        transaction: the write transaction to count in.
        branch: the branch that failed.
        user: the user it failed for; the user at other branches is untouched.
        wrong: whether a wrong proof was given, and not none.

    Returns:
        The seconds for which the branch is refused for this user.
    """
    # The counter row is the one row there always is: it puts first strikes of one user in order.
    transaction.counters.get(user, lock=True)
    now, window = office.clock.now(), timedelta(seconds=office.config.lockout_seconds)
    past = transaction.strikes.get(branch.name, user, lock=True)
    if past is None:
        past = StrikeRecord(branch.name, user, 0, now, 0, blocked_until=now, locked_until=now)
    fresh = past.wrong == 0 or now - past.since >= window
    count = (0 if fresh else past.wrong) + wrong
    wait = office.config.proof_backoff_seconds * 2.0 ** min(past.streak, _MAX_DOUBLINGS)
    locked = wrong and count >= office.config.max_wrong_proofs
    transaction.strikes.put(
        StrikeRecord(
            branch=branch.name,
            user=user,
            wrong=count,
            since=now if fresh else past.since,
            streak=past.streak + 1,
            blocked_until=now + timedelta(seconds=wait),
            locked_until=now + window if locked else past.locked_until,
        )
    )
    return wait
