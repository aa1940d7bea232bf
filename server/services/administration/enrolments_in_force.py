"""The enrolments that exchanges take keys from."""

from __future__ import annotations

from server.ports import GenerationRecord, GenerationStatus, Transaction, UserStatus


def enrolments_in_force(transaction: Transaction) -> list[GenerationRecord]:
    """The current generation of every active user, in order of ID, without the tainted and the revoked."""
    counters = [each for each in transaction.counters.all() if each.status is UserStatus.ACTIVE]
    records = [transaction.generations.get(each.user, each.generation) for each in counters]
    return [each for each in records if each is not None and each.status is GenerationStatus.ACTIVE]
