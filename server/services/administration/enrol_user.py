"""Enrol a user's fingers: a new generation with a new enrolment secret (protocol §6, biometrics §2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
from server.services.administration.activate_generation import put_in_force
from server.services.administration.lookups import find_user
from server.services.administration.signed_entry import signed_entry
from shared.biometrics.prints import Print
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.identifiers import Finger
from shared.keygen.pipeline import EnrolmentCheck, enrol_check
from shared.protocol.verification import Mode
from shared.stores.enrolments import Enrolment

ENROLMENT_SECRET_BYTES = 32

_NOT_COMPARABLE = frozenset({Code.INVALID_INPUT, Code.FINGER_REFUSED})


@dataclass(frozen=True)
class EnrolmentSummary:
    """What an enrolment made; ``checks`` has one entry a finger, in the paper's order."""

    user: int
    generation: int
    model_digest: bytes
    checks: tuple[EnrolmentCheck, ...]

    @property
    def fingers(self) -> tuple[Finger, ...]:
        """The enrolled fingers in the paper's order."""
        return tuple(check.finger for check in self.checks)


def enrol_user(
    office: Office,
    user: int,
    prints: Mapping[Finger, Print],
    network: Network,
    actor: Actor,
    *,
    prepare: bool = False,
    replace: bool = False,
) -> EnrolmentSummary:
    """Enrol one to ten fingers; the message number goes on as it was.

    Every finger is run once as a message would run it, before anything is stored; where branches compare live
    scans with the enrolled print, that is tried too. The sealed file is written before the row that names it
    commits, so that a row never names a file that is not there.

    Args:
        office: the head office.
        user: who is enrolled.
        prints: a print for each finger.
        network: the model of this enrolment.
        actor: who enrols, and why.
        prepare: leave the current enrolment in force until the new one is activated.
        replace: take the place of an enrolment in force, whose packages serve nothing more then.

    Returns:
        The new generation and what the check of each finger found.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``, ``NOT_FOUND``, ``USER_EXITED``; ``INVALID_INPUT`` when there is no
            print, one is blank, or no scan could be compared with one; ``KEY_UNUSABLE`` when a print gives
            no key; ``CONFLICT`` when an enrolment is in force that is neither to be replaced nor to stay, or
            the user was enrolled meanwhile; ``HOME_INVALID`` when the verifier of live scans is lost. Nothing
            is changed then.
    """
    if not prints:
        raise Failure(Code.INVALID_INPUT, "An enrolment needs at least one print.", field="prints")
    generation = require_enrollable(office, user, replace=prepare or replace)
    ordered = {finger: prints[finger] for finger in sorted(prints)}
    _require_comparable(office, user, ordered)
    checks = tuple(_check(user, generation, finger, print_, network) for finger, print_ in ordered.items())
    with Secret(office.randomness.token(ENROLMENT_SECRET_BYTES)) as secret:
        enrolment = Enrolment(user, generation, network.digest, ordered, secret)
        _store(office, enrolment, actor, prepare=prepare, replace=replace)
    return EnrolmentSummary(user, generation, network.digest, checks)


def require_enrollable(office: Office, user: int, *, replace: bool) -> int:
    """The user can be enrolled; asked before prints are read, which takes a while.

    Args:
        office: the head office.
        user: who is to be enrolled.
        replace: an enrolment in force does not matter.

    Returns:
        The generation that the enrolment will have.

    Raises:
        Failure: ``ID_OUT_OF_RANGE``, ``NOT_FOUND``, ``USER_EXITED``; ``CONFLICT`` when an enrolment is in
            force.
    """
    office.config.id_range.check(user)
    with office.database.read() as transaction:
        counter, newest = find_user(transaction, user), _newest(transaction, user)
        if counter.status is not UserStatus.ACTIVE:
            raise Failure(Code.USER_EXITED, f"User {user} is on the exit list; readmit the user first.")
        if not replace:
            _require_none_in_force(transaction, counter)
    return newest + 1


def _require_none_in_force(transaction: Transaction, counter: CounterRecord) -> None:
    """Branches have the package of an enrolment in force, and another in its place has them refused."""
    current = transaction.generations.get(counter.user, counter.generation)
    if current is not None and current.status is GenerationStatus.ACTIVE:
        sentence = (
            f"User {counter.user} is enrolled, generation {current.generation}; give --replace to end that "
            "enrolment at every branch now, or --prepare to leave it in force until the new one is activated."
        )
        raise Failure(Code.CONFLICT, sentence)


def _require_comparable(office: Office, user: int, prints: Mapping[Finger, Print]) -> None:
    """Have every print pass as its own live scan, where branches verify by embedding.

    The paper's closed-set networks never look at an enrolled print.
    """
    if office.config.verification != Mode.EMBEDDING:
        return
    verifier = office.models.current_verifier(Mode.EMBEDDING)
    for finger, print_ in prints.items():
        try:
            verifier.check(user, finger, print_, print_)
        except Failure as failure:
            if failure.code not in _NOT_COMPARABLE:
                raise
            sentence = (
                f"{finger.label}: This print shows no ridges that a live scan could be compared with; "
                "give a better one."
            )
            raise Failure(Code.INVALID_INPUT, sentence, field="prints") from None


def _check(user: int, generation: int, finger: Finger, print_: Print, network: Network) -> EnrolmentCheck:
    try:
        return enrol_check(user, generation, finger, print_, network)
    except Failure as failure:
        sentence = f"{finger.label}: {failure.sentence}"  # of up to ten prints, which one
        raise Failure(failure.code, sentence, field=failure.field) from None


def _store(office: Office, enrolment: Enrolment, actor: Actor, *, prepare: bool, replace: bool) -> None:
    user, generation = enrolment.user, enrolment.generation
    fingers = tuple(enrolment.prints)
    status = GenerationStatus.PREPARED if prepare else GenerationStatus.ACTIVE
    with office.database.write() as transaction:
        counter = find_user(transaction, user, lock=True)
        if _newest(transaction, user) != generation - 1:
            raise Failure(
                Code.CONFLICT, f"User {user} was enrolled by someone else just now; look, and try again."
            )
        if not (prepare or replace):  # one that was prepared may be in force by now
            _require_none_in_force(transaction, counter)
        transaction.generations.add(
            GenerationRecord(user, generation, status, enrolment.model_digest, fingers, office.clock.now())
        )
        if not prepare:
            put_in_force(transaction, counter, generation)
        what = "prepared" if prepare else ""
        numbers = {"user": user, "generation": generation, "count": len(fingers)}
        transaction.audit.append(signed_entry(actor, Event.USER_ENROLLED, what=what, **numbers))
        # Within the transaction: nobody else can be at this generation, and a failure rolls the rows back.
        office.enrolments.put(enrolment)


def _newest(transaction: Transaction, user: int) -> int:
    """The number of the user's latest enrolment, whatever became of it; 0 when there is none."""
    return max((each.generation for each in transaction.generations.of_user(user)), default=0)
