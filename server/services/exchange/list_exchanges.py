"""List exchanges: those that are under way, and the newest of those that have ended."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import Office, RequestRecord, RequestState
from shared.errors import Code, Failure


@dataclass(frozen=True)
class Exchanges:
    """Requests, newest first: ``under_way`` may still be delivered, ``ended`` are settled."""

    under_way: tuple[RequestRecord, ...]
    ended: tuple[RequestRecord, ...]


def list_exchanges(office: Office, limit: int) -> Exchanges:
    """The newest exchanges of both kinds, at most ``limit`` of each.

    Raises:
        Failure: ``INVALID_INPUT`` when ``limit`` is less than 1; ``STORAGE_UNAVAILABLE``.
    """
    if limit < 1:
        raise Failure(Code.INVALID_INPUT, "Ask for at least one exchange.", field="limit")
    settled = [state for state in RequestState if state.settled]
    open_states = [state for state in RequestState if not state.settled]
    with office.database.read() as transaction:
        return Exchanges(
            transaction.requests.newest(open_states, limit), transaction.requests.newest(settled, limit)
        )
