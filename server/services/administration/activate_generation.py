"""Put a prepared enrolment in force in place of the current one (protocol §6)."""

from __future__ import annotations

from server.ports import (
    Actor,
    CounterRecord,
    Event,
    GenerationRecord,
    GenerationStatus,
    Office,
    Transaction,
    UserStatus,
)
from server.services.administration.lookups import find_user
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure


def activate_generation(office: Office, user: int, actor: Actor) -> GenerationRecord:
    """Make a user's newest prepared enrolment the current one; the one before it is tainted.

    Returns:
        The enrolment, active now.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``, ``NOT_FOUND``, ``USER_EXITED``; ``CONFLICT`` when none is prepared after
            the current one, or the model has changed since its fingers were tried.
    """
    office.config.id_range.check(user)
    with office.database.write() as transaction:
        counter = find_user(transaction, user, lock=True)
        if counter.status is not UserStatus.ACTIVE:
            raise Failure(Code.USER_EXITED, f"User {user} is on the exit list; readmit the user first.")
        record = _prepared(transaction, counter)
        if record.model_digest != office.models.current_digest:
            sentence = f"Generation {record.generation} was tried with another model; enrol user {user} anew."
            raise Failure(Code.CONFLICT, sentence)
        transaction.generations.set_status(user, record.generation, GenerationStatus.ACTIVE)
        put_in_force(transaction, counter, record.generation)
        numbers = {"user": user, "generation": record.generation}
        what = f"generation {GenerationStatus.ACTIVE}"
        transaction.audit.append(signed_entry(actor, Event.GENERATION_CHANGED, what=what, **numbers))
        return _found(transaction, user, record.generation)


def put_in_force(transaction: Transaction, counter: CounterRecord, generation: int) -> None:
    """Make a generation the current one of a locked counter; one that was active till now is tainted."""
    replaced = transaction.generations.get(counter.user, counter.generation)
    if replaced is not None and replaced.status is GenerationStatus.ACTIVE:
        transaction.generations.set_status(counter.user, counter.generation, GenerationStatus.TAINTED)
    transaction.counters.set_generation(counter.user, generation)


def _prepared(transaction: Transaction, counter: CounterRecord) -> GenerationRecord:
    later = [
        each
        for each in transaction.generations.of_user(counter.user)
        if each.status is GenerationStatus.PREPARED and each.generation > counter.generation
    ]
    if not later:
        sentence = (
            f"User {counter.user} has no prepared enrolment; run `ridgekey user enrol {counter.user} "
            "--prepare` first."
        )
        raise Failure(Code.CONFLICT, sentence)
    return later[-1]


def _found(transaction: Transaction, user: int, generation: int) -> GenerationRecord:
    record = transaction.generations.get(user, generation)
    if record is None:
        raise LookupError("a generation that was changed is there")
    return record
