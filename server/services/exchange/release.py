"""Release the image: transaction T1 (protocol §3.10, §5). No byte keyed by K leaves before its COMMIT."""

from __future__ import annotations

from dataclasses import replace

from server.ports import AuditEntry, Event, Office, Transaction
from server.services.exchange.admit import Terms
from server.services.exchange.requirements import (
    require_active_user,
    require_branch,
    require_generation,
    require_grant,
    require_image,
    require_no_fence,
    require_no_lockout,
)
from server.services.exchange.reserve import Reservation
from shared.errors import Code, Failure
from shared.identifiers import Identity
from shared.protocol.messages import Hello


def release(
    office: Office,
    branch: Identity,
    hello: Hello,
    terms: Terms,
    reservation: Reservation,
    tls_group: str,
) -> int:
    """Record, after a right Proof, that the image leaves now (T1).

    Args:
        office: the head office.
        branch: the authenticated caller.
        hello: the admitted request.
        terms: what it goes by.
        reservation: the number it holds.
        tls_group: the key-agreement group of the connection, for the audit; empty when not visible.

    Returns:
        The number of this attempt, 1 to 5.

    Raises:
        Failure: what no longer holds since Hello, with its code; ``AUDIT_UNAVAILABLE`` when the row could
            not be written, and then nothing may be released (protocol §5.6).
    """
    try:
        with office.database.write() as transaction:
            _require_still(office, transaction, branch, hello, reservation)
            attempt = transaction.requests.release(hello.request_id, office.clock.now())
            _end_streak(transaction, branch, hello.user)
            transaction.audit.append(_entry(branch, hello, terms, reservation, (attempt, tls_group)))
    except Failure as failure:
        if failure.code is Code.STORAGE_UNAVAILABLE:
            raise Failure(Code.AUDIT_UNAVAILABLE) from failure
        raise
    return attempt


def _require_still(
    office: Office, transaction: Transaction, branch: Identity, hello: Hello, reservation: Reservation
) -> None:
    """Everything that may have changed since Hello, in the order in which T1 takes its locks."""
    require_no_fence(transaction)
    require_branch(transaction, branch, lock=True)
    require_grant(transaction, branch, hello.user, lock=True)
    request = transaction.requests.get(hello.request_id, lock=True)
    counter = require_active_user(transaction, hello.user, lock=True)
    # A restore under an open stream takes its request away, and the fence may have given it another number.
    if request is None or request.n != reservation.n:
        raise Failure(Code.ATTEMPTS_EXHAUSTED)
    if request.state.settled or request.attempts >= office.config.max_attempts:
        raise Failure(Code.ATTEMPTS_EXHAUSTED)
    if counter.generation != hello.generation:
        raise Failure(Code.GENERATION_STALE)
    require_generation(transaction, hello.user, hello.generation)
    require_no_lockout(transaction, branch, hello.user, office.clock.now())
    transaction.images.share(hello.image)
    require_image(transaction, branch, hello.user, hello.image)


def _end_streak(transaction: Transaction, branch: Identity, user: int) -> None:
    """A right proof ends the back-off; wrong proofs of the last hour still count to lock-out."""
    strikes = transaction.strikes.get(branch.name, user, lock=True)
    if strikes is not None and strikes.streak:
        transaction.strikes.put(replace(strikes, streak=0))


def _entry(
    branch: Identity, hello: Hello, terms: Terms, reservation: Reservation, attempt: tuple[int, str]
) -> AuditEntry:
    number, tls_group = attempt
    return AuditEntry(
        actor=branch.uri,
        event=Event.RELEASED,
        user=hello.user,
        image=hello.image,
        n=reservation.n,
        generation=terms.generation,
        finger=reservation.finger,
        request_id=hello.request_id,
        attempt=number,
        suite=terms.choice.suite,
        inner_cipher=terms.choice.inner_cipher,
        tls_group=tls_group or None,
        size=terms.image.size,
    )
