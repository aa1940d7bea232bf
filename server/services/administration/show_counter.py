"""Show where a user's counter stands (protocol §1)."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import CounterRecord, GenerationStatus, Office, Transaction
from server.services.administration.lookups import find_user
from shared.identifiers import Finger
from shared.protocol.counter import counter_of, epoch_of, finger_of


@dataclass(frozen=True)
class CounterView:
    """The last number reserved and what it means; the finger of the next, ``None`` without an
    enrolment in force."""

    user: int
    n: int
    epoch: int
    counter: int
    next_finger: Finger | None


def show_counter(office: Office, user: int) -> CounterView:
    """One user's counter.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``, ``NOT_FOUND``, ``STORAGE_UNAVAILABLE``.
    """
    office.config.id_range.check(user)
    with office.database.read() as transaction:
        return view_counter(transaction, find_user(transaction, user))


def view_counter(transaction: Transaction, record: CounterRecord) -> CounterView:
    """What a user's number means."""
    enrolment = transaction.generations.get(record.user, record.generation)
    in_force = enrolment is not None and enrolment.status is GenerationStatus.ACTIVE
    following = finger_of(record.n + 1, enrolment.fingers) if enrolment and in_force else None
    return CounterView(record.user, record.n, epoch_of(record.n), counter_of(record.n), following)
