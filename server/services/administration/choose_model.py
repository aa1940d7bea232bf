"""Choose the model of every exchange and new enrolment, once all enrolled fingers were tried with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from server.ports import (
    Actor,
    AuditLog,
    Event,
    GenerationRecord,
    Office,
    Transaction,
)
from server.services.administration.enrolments_in_force import enrolments_in_force
from server.services.administration.signed_entry import signed_entry
from shared.biometrics.prints import Print
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.identifiers import Finger
from shared.keygen.pipeline import enrol_check, require_key_model

Progress = Callable[[int, int], None]
"""Called with the fingers tried so far and the fingers in all."""

_NAMED_USERS = 20


@dataclass(frozen=True)
class ModelChoice:
    """What choosing a model found.

    Attributes:
        digest: SHA-256 of the model.
        users: how many users' fingers were tried; those tried with it before are not tried again.
        unusable: by user the fingers that give no key with it; nobody's unless that was forced.
    """

    digest: bytes
    users: int
    unusable: Mapping[int, tuple[Finger, ...]]


def choose_model(
    office: Office,
    network: Network,
    record: Callable[[AuditLog], None],
    actor: Actor,
    *,
    force: bool = False,
    progress: Progress = lambda done, total: None,
) -> ModelChoice:
    """Make a model the current one.

    Every finger of every active user is run once as a message would run it, since a print that gives a key
    with one model may give none with another. Whoever is enrolled meanwhile is tried too before the choice
    commits, so that it never stands beside an enrolment that nobody tried.

    Args:
        office: the head office.
        network: the model, on its shelf already.
        record: lays the choice down in the home; called last within the transaction, with its audit log.
        actor: who chooses, and why.
        force: choose although some fingers give no key; those users stay marked as not tried.
        progress: told how far the trial is.

    Raises:
        Failure: ``MODEL_MISMATCH`` when the model gives no keys; ``KEY_UNUSABLE`` naming the users when
            fingers become unusable. Nothing is changed then.
    """
    require_key_model(network)
    trial = _Trial(office, network, progress)
    while True:
        with office.database.read() as transaction:
            waiting = trial.waiting(transaction)
        trial.run(waiting)
        if trial.unusable and not force:
            raise _refusal(trial.unusable)
        with office.database.write() as transaction:
            if trial.waiting(transaction):
                continue
            for user, generation in trial.tried - set(trial.unusable_keys):
                transaction.generations.set_model(user, generation, network.digest)
            what = f"model {network.digest.hex()}"
            transaction.audit.append(signed_entry(actor, Event.MODEL_CHOSEN, what=what))
            # Within the transaction: no two administrators choose at once, and a failure rolls the rows back.
            record(transaction.audit)
        return ModelChoice(network.digest, len(trial.tried), trial.unusable)


def unchecked_users(office: Office) -> tuple[int, ...]:
    """The active users whose enrolment was not tried with the current model, in order of ID.

    There are some after a release that ships another model, and after a choice that was forced.
    """
    digest = office.models.current_digest
    with office.database.read() as transaction:
        return tuple(record.user for record in _others(transaction, digest))


@dataclass
class _Trial:
    """Which enrolments were tried with one model, and what failed."""

    office: Office
    network: Network
    progress: Progress
    tried: set[tuple[int, int]] = field(default_factory=set)
    unusable: dict[int, tuple[Finger, ...]] = field(default_factory=dict)
    unusable_keys: list[tuple[int, int]] = field(default_factory=list)

    def waiting(self, transaction: Transaction) -> list[GenerationRecord]:
        """The enrolments in force that were tried neither before nor now."""
        others = _others(transaction, self.network.digest)
        return [record for record in others if (record.user, record.generation) not in self.tried]

    def run(self, waiting: list[GenerationRecord]) -> None:
        """Try every finger of these enrolments."""
        total, done = sum(len(record.fingers) for record in waiting), 0
        for record in waiting:
            failed = []
            enrolment = self.office.enrolments.get(record.user, record.generation)
            with enrolment.secret:
                for finger in record.fingers:
                    if not self._gives_a_key(record, finger, enrolment.prints[finger]):
                        failed.append(finger)
                    done += 1
                    self.progress(done, total)
            self._note(record, tuple(failed))

    def _gives_a_key(self, record: GenerationRecord, finger: Finger, print_: Print) -> bool:
        try:
            enrol_check(record.user, record.generation, finger, print_, self.network)
        except Failure as failure:
            if failure.code is Code.KEY_UNUSABLE:
                return False
            raise
        return True

    def _note(self, record: GenerationRecord, failed: tuple[Finger, ...]) -> None:
        self.tried.add((record.user, record.generation))
        self.unusable.pop(record.user, None)
        if failed:
            self.unusable[record.user] = failed
            self.unusable_keys.append((record.user, record.generation))


def _others(transaction: Transaction, digest: bytes) -> list[GenerationRecord]:
    """The enrolments in force that were tried with another model than this."""
    return [record for record in enrolments_in_force(transaction) if record.model_digest != digest]


def _refusal(unusable: Mapping[int, tuple[Finger, ...]]) -> Failure:
    named = [
        f"user {user} ({', '.join(finger.label for finger in fingers)})"
        for user, fingers in list(unusable.items())[:_NAMED_USERS]
    ]
    more = len(unusable) - len(named)
    people = "; ".join(named) + (f" and {more} more" if more else "")
    sentence = (
        f"With this model no key comes from fingers of {people}. Enrol better prints of them or put them on "
        "the exit list first, or choose it all the same with --force."
    )
    return Failure(Code.KEY_UNUSABLE, sentence)
