"""Forget a user's fingers: every print and enrolment secret that the head office holds (protocol §6)."""

from __future__ import annotations

from server.ports import Actor, Event, GenerationStatus, Office, Transaction
from server.services.administration.lookups import find_user
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure


def preview_forgetting(office: Office, user: int) -> tuple[int, ...]:
    """Say which generations :func:`forget_user` would delete, oldest first.

    Raises:
        Failure: as :func:`forget_user`.
    """
    office.config.id_range.check(user)
    with office.database.read() as transaction:
        find_user(transaction, user)
        return _held(office, user, _valid(transaction, user))


def forget_user(office: Office, user: int, actor: Actor) -> tuple[int, ...]:
    """Delete the sealed enrolments of a user and revoke their generations.

    The user, the counter and the audit stay: numbers never go back. What backups and branches hold is theirs
    to delete. A second call finishes a first one that failed half way.

    Returns:
        The generations whose prints and secret are gone now, oldest first.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``, ``NOT_FOUND``; ``CONFLICT`` when nothing of the user is held;
            ``STORAGE_UNAVAILABLE``.
    """
    office.config.id_range.check(user)
    with office.database.write() as transaction:
        find_user(transaction, user, lock=True)
        valid = _valid(transaction, user)
        held = _held(office, user, valid)
        for generation in valid:
            transaction.generations.set_status(user, generation, GenerationStatus.REVOKED)
        transaction.audit.append(signed_entry(actor, Event.USER_FORGOTTEN, user=user, count=len(held)))
        # Within the transaction: what cannot be deleted is not said to be. Should the commit fail instead,
        # the prints are gone all the same, and the next call says so.
        for generation in held:
            office.enrolments.delete(user, generation)
    return held


def _valid(transaction: Transaction, user: int) -> list[int]:
    """The generations that are not revoked."""
    records = transaction.generations.of_user(user)
    return [each.generation for each in records if each.status is not GenerationStatus.REVOKED]


def _held(office: Office, user: int, valid: list[int]) -> tuple[int, ...]:
    """Those, and every one that has a file."""
    held = tuple(sorted({*valid, *office.enrolments.generations(user)}))
    if not held:
        raise Failure(Code.CONFLICT, f"The head office holds no prints of user {user}.")
    return held
