"""Reserve a message number: transaction T0 (protocol §3.3, §5). The counter moves before any key is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from server.ports import AuditEntry, Event, Office, RequestRecord, RequestState, Transaction
from server.services.exchange.admit import Terms
from server.services.exchange.requirements import require_active_user, require_no_fence
from shared.errors import Code, Failure
from shared.identifiers import Finger, Identity
from shared.protocol.counter import counter_of, epoch_of, finger_of
from shared.protocol.messages import Hello


@dataclass(frozen=True)
class Reservation:
    """The message number a request holds, and what follows from it (protocol §1.2, §1.3)."""

    n: int
    epoch: int
    counter: int
    finger: Finger
    retry: bool


def reserve(office: Office, branch: Identity, hello: Hello, terms: Terms) -> Reservation:
    """Give the request its number: a new one, or its own again when it is known (T0).

    Args:
        office: the head office.
        branch: the authenticated caller.
        hello: the admitted request.
        terms: what :func:`admit` found.

    Raises:
        Failure: ``FENCE_REQUIRED``, ``IDEMPOTENCY_MISMATCH``, ``ATTEMPTS_EXHAUSTED``, ``USER_EXITED``,
            ``GENERATION_STALE``;
            ``STORAGE_UNAVAILABLE`` or ``AUDIT_UNAVAILABLE`` and no number was taken.
    """
    try:
        return _reserve_once(office, branch, hello, terms)
    except Failure as failure:
        if failure.code is not Code.CONFLICT:
            raise
    # Where writers run side by side (PostgreSQL), two T0 of one request may both find no row. The second
    # INSERT then collides and its number rolls back; the row it collided with is there at a second look.
    return _reserve_once(office, branch, hello, terms)


def _reserve_once(office: Office, branch: Identity, hello: Hello, terms: Terms) -> Reservation:
    with office.database.write() as transaction:
        require_no_fence(transaction)
        n, retry = _number(office, transaction, branch, hello)
        event = Event.RETRY if retry else Event.RESERVED
        transaction.audit.append(_entry(event, branch, hello, terms, n))
    return Reservation(n, epoch_of(n), counter_of(n), finger_of(n, terms.fingers), retry)


def _number(office: Office, transaction: Transaction, branch: Identity, hello: Hello) -> tuple[int, bool]:
    """The request's number, and whether it had one already."""
    known = transaction.requests.get(hello.request_id, lock=True)
    if known is not None:
        _require_same(known, branch, hello)
        _require_open(office, known)
        return known.n, True
    n = transaction.counters.advance(hello.user, hello.generation)
    if n is None:
        require_active_user(transaction, hello.user)
        raise Failure(Code.GENERATION_STALE)
    transaction.requests.add(
        RequestRecord(
            request_id=hello.request_id,
            branch=branch.name,
            user=hello.user,
            image=hello.image,
            generation=hello.generation,
            n=n,
            state=RequestState.RESERVED,
            attempts=0,
            reserved_at=office.clock.now(),
        )
    )
    return n, False


def _require_same(known: RequestRecord, branch: Identity, hello: Hello) -> None:
    held = (known.branch, known.user, known.image, known.generation)
    if held != (branch.name, hello.user, hello.image, hello.generation):
        raise Failure(Code.IDEMPOTENCY_MISMATCH)


def _require_open(office: Office, known: RequestRecord) -> None:
    age = office.clock.now() - known.reserved_at
    too_old = age > timedelta(seconds=office.config.retry_window_seconds)
    if known.state.settled or too_old or known.attempts >= office.config.max_attempts:
        raise Failure(Code.ATTEMPTS_EXHAUSTED)


def _entry(event: Event, branch: Identity, hello: Hello, terms: Terms, n: int) -> AuditEntry:
    return AuditEntry(
        actor=branch.uri,
        event=event,
        user=hello.user,
        image=hello.image,
        n=n,
        generation=terms.generation,
        finger=finger_of(n, terms.fingers),
        request_id=hello.request_id,
        suite=terms.choice.suite,
        inner_cipher=terms.choice.inner_cipher,
    )
