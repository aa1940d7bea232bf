"""Taint or revoke one enrolment of a user (protocol §6): its life goes one way only."""

from __future__ import annotations

from server.ports import Actor, Event, GenerationRecord, GenerationStatus, Office, Transaction
from server.services.administration.lookups import find_user
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure

_BEFORE = {
    GenerationStatus.TAINTED: (GenerationStatus.ACTIVE,),
    GenerationStatus.REVOKED: (GenerationStatus.PREPARED, GenerationStatus.ACTIVE, GenerationStatus.TAINTED),
}
"""By status, those it can follow."""


def change_generation(
    office: Office, user: int, generation: int | None, status: GenerationStatus, actor: Actor
) -> GenerationRecord:
    """Let an enrolment serve nothing more; ordered against every release by the user's counter row (§5.3).

    Args:
        office: the head office.
        user: whose enrolment.
        generation: which of them; the current one when ``None``.
        status: tainted, or revoked, from which nothing leads back.
        actor: who does it, and why.

    Returns:
        The enrolment with its new status.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``; ``NOT_FOUND`` when there is no such user or enrolment; ``CONFLICT`` when
            its status cannot follow the one it has.
    """
    office.config.id_range.check(user)
    with office.database.write() as transaction:
        counter = find_user(transaction, user, lock=True)
        number = counter.generation if generation is None else generation
        record = _find(transaction, user, number)
        if record.status not in _BEFORE[status]:
            sentence = f"Generation {number} of user {user} is {record.status} and cannot become {status}."
            raise Failure(Code.CONFLICT, sentence)
        transaction.generations.set_status(user, number, status)
        what = f"generation {status}"
        transaction.audit.append(
            signed_entry(actor, Event.GENERATION_CHANGED, what=what, user=user, generation=number)
        )
        return _find(transaction, user, number)


def _find(transaction: Transaction, user: int, generation: int) -> GenerationRecord:
    record = transaction.generations.get(user, generation)
    if record is None and generation:
        raise Failure(Code.NOT_FOUND, f"User {user} has no enrolment of generation {generation}.")
    if record is None:
        sentence = f"User {user} is not enrolled; run `ridgekey user enrol {user}` first."
        raise Failure(Code.NOT_FOUND, sentence)
    return record
