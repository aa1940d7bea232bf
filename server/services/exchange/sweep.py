"""Settle the requests that nobody finished (protocol §3.13, §5.1)."""

from __future__ import annotations

from datetime import timedelta

from server.ports import AuditEntry, Event, Office, RequestRecord, RequestState, Transaction
from server.services.exchange.record_refusal import flush_refusals

_PORTION = 100


def sweep(office: Office) -> int:
    """Make every overdue request ``UNCONFIRMED`` (released, no receipt) or ``ABANDONED`` (never released).

    In portions, each in its own transaction, so that exchanges are never held up for long. Refusals whose
    minute is over are audited too (protocol §7.5).

    Returns:
        How many requests were settled.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE`` or ``AUDIT_UNAVAILABLE``; what was settled before stays so.
    """
    flush_refusals(office)
    before = office.clock.now() - timedelta(seconds=office.config.retry_window_seconds)
    total = 0
    while True:
        with office.database.write() as transaction:
            overdue = transaction.requests.overdue(before, _PORTION)
            for request in overdue:
                settle(office, transaction, request)
        total += len(overdue)
        if len(overdue) < _PORTION:
            return total


def settle(office: Office, transaction: Transaction, request: RequestRecord) -> None:
    """End one request that nobody finished, with its audit row.

    Raises:
        Failure: ``AUDIT_UNAVAILABLE``.
    """
    released = request.state is RequestState.RELEASED
    state = RequestState.UNCONFIRMED if released else RequestState.ABANDONED
    transaction.requests.settle(request.request_id, state)
    transaction.audit.append(
        AuditEntry(
            actor=office.config.identity.uri,
            event=Event.UNCONFIRMED if released else Event.ABANDONED,
            user=request.user,
            image=request.image,
            n=request.n,
            generation=request.generation,
            request_id=request.request_id,
            attempt=request.attempts or None,
        )
    )
