"""Let a user be asked for again where wrong proofs locked a branch out (protocol §3.8)."""

from __future__ import annotations

from dataclasses import replace

from server.ports import Actor, Event, Office, StrikeRecord
from server.services.administration.lookups import find_branch, find_user
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure


def unlock_user(office: Office, user: int, branch: str | None, actor: Actor) -> tuple[str, ...]:
    """End lock-out and back-off, and forget the wrong proofs that were counted.

    Args:
        office: the head office.
        user: whose.
        branch: at which branch; at every branch when ``None``.
        actor: who does it, and why.

    Returns:
        The branches at which something was counted, in order of name.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``, ``NOT_FOUND``; ``CONFLICT`` when nothing was counted there.
    """
    office.config.id_range.check(user)
    with office.database.write() as transaction:
        find_user(transaction, user, lock=True)  # the row that every strike locks first
        if branch is not None:
            find_branch(transaction, branch)
        counted = [
            each
            for each in transaction.strikes.of_user(user)
            if (each.wrong or each.streak) and branch in (None, each.branch)
        ]
        if not counted:
            where = f"at branch {branch}" if branch else "at any branch"
            raise Failure(Code.CONFLICT, f"User {user} is not locked out {where}.")
        for record in counted:
            transaction.strikes.put(_cleared(office, record))
            transaction.audit.append(
                signed_entry(actor, Event.USER_UNLOCKED, branch=record.branch, user=user, count=record.wrong)
            )
    return tuple(record.branch for record in counted)


def _cleared(office: Office, record: StrikeRecord) -> StrikeRecord:
    now = office.clock.now()
    return replace(record, wrong=0, streak=0, since=now, blocked_until=now, locked_until=now)
