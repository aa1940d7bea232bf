"""Show exchanges portion by portion, the newest first: those under way, or those that have ended."""

from __future__ import annotations

from server.ports import Office, RequestRecord, RequestState, Transaction
from server.services.portions import Place, Portion, read_portion
from shared.errors import Code, Failure

_UNDER_WAY = tuple(state for state in RequestState if not state.settled)
_ENDED = tuple(state for state in RequestState if state.settled)


def browse_exchanges(
    office: Office, place: Place[bytes], count: int, *, under_way: bool
) -> Portion[RequestRecord]:
    """One portion of the exchanges of one kind, newest first.

    Args:
        office: the head office.
        place: in terms of request IDs: behind one are the exchanges that were reserved before it.
        count: how many at most.
        under_way: whether those that may still be delivered are meant, or those that are settled.

    Raises:
        Failure: ``INVALID_INPUT`` for a place at no exchange; ``STORAGE_UNAVAILABLE``.
    """
    states = _UNDER_WAY if under_way else _ENDED
    with office.database.read() as transaction:
        requests = transaction.requests
        return read_portion(
            Place(_found(transaction, place.behind), _found(transaction, place.in_front_of)),
            count,
            lambda before, most: requests.newest(states, most, before=before),
            lambda after, most: requests.next_after(states, most, after),
        )


def _found(transaction: Transaction, request_id: bytes | None) -> RequestRecord | None:
    if request_id is None:
        return None
    record = transaction.requests.get(request_id)
    if record is None:
        raise Failure(
            Code.INVALID_INPUT, "There is no such exchange; go back to the newest.", field="exchange"
        )
    return record
