"""Record a receipt that verified (protocol §3.13)."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import AuditEntry, Event, Office, RequestState
from server.services.exchange.reserve import Reservation
from shared.errors import Code, Failure
from shared.identifiers import Identity
from shared.protocol.messages import Hello, Outcome


@dataclass(frozen=True)
class Delivery:
    """How one attempt ended: ``size`` in bytes, ``duration`` from Hello to Receipt in seconds."""

    outcome: Outcome
    attempt: int
    chunk_count: int
    size: int
    duration: float


def confirm(
    office: Office, branch: Identity, hello: Hello, reservation: Reservation, delivery: Delivery
) -> RequestState:
    """Record what the branch says became of the image.

    A delivered image settles the request as ``DELIVERED``, unless another receipt or the sweeper settled it
    before (protocol §5.1: every number ends in exactly one state); a discarded one leaves it open for a
    retry.

    Args:
        office: the head office.
        branch: the authenticated caller.
        hello: the admitted request.
        reservation: the number it holds.
        delivery: what the verified receipt says.

    Returns:
        The state of the request from now on.

    Raises:
        Failure: ``ATTEMPTS_EXHAUSTED`` when a restore took the number away; ``AUDIT_UNAVAILABLE`` or
            ``STORAGE_UNAVAILABLE``; the request then stays as it was.
    """
    delivered = delivery.outcome is Outcome.DELIVERED
    with office.database.write() as transaction:
        request = transaction.requests.get(hello.request_id, lock=True)
        if request is None or request.n != reservation.n:  # lost in a restore under the open stream
            raise Failure(Code.ATTEMPTS_EXHAUSTED)
        if request.state is not RequestState.RELEASED:
            return request.state
        if delivered:
            transaction.requests.settle(hello.request_id, RequestState.DELIVERED)
        transaction.audit.append(_entry(branch, hello, reservation, delivery))
    return RequestState.DELIVERED if delivered else RequestState.RELEASED


def _entry(branch: Identity, hello: Hello, reservation: Reservation, delivery: Delivery) -> AuditEntry:
    return AuditEntry(
        actor=branch.uri,
        event=Event.DELIVERED if delivery.outcome is Outcome.DELIVERED else Event.DISCARDED,
        user=hello.user,
        image=hello.image,
        n=reservation.n,
        generation=hello.generation,
        finger=reservation.finger,
        request_id=hello.request_id,
        attempt=delivery.attempt,
        count=delivery.chunk_count,
        size=delivery.size,
        duration=delivery.duration,
    )
