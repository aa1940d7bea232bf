"""What exchanges leave behind a transaction: requests, strikes, and what waits for a fence; no SQL."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from server.ports.records import ReportedMark, RequestRecord, RequestState, StrikeRecord


class Requests(Protocol):
    """Requests and the numbers they hold."""

    def get(self, request_id: bytes, *, lock: bool = False) -> RequestRecord | None:
        """The request, or ``None``; ``lock`` takes it for update."""

    def add(self, record: RequestRecord) -> None:
        """Insert a request; ``CONFLICT`` when the ID is taken (a concurrent T0 was first)."""

    def release(self, request_id: bytes, at: datetime) -> int:
        """Set ``RELEASED`` and add one attempt; the number of this attempt, from 1 on."""

    def settle(self, request_id: bytes, state: RequestState) -> None:
        """Set a final state."""

    def overdue(self, before: datetime, limit: int) -> tuple[RequestRecord, ...]:
        """Unsettled requests reserved, and last released, before a time; at most ``limit``, for update."""

    def unsettled(self, limit: int) -> tuple[RequestRecord, ...]:
        """Unsettled requests of any age; at most ``limit``, for update."""

    def newest(
        self, states: Iterable[RequestState], limit: int, *, before: RequestRecord | None = None
    ) -> tuple[RequestRecord, ...]:
        """The requests in these states that were reserved last, newest first; at most ``limit``.

        ``before`` leaves out this request and all that are newer. Requests of one moment are ordered by n,
        those with the same n by ID.
        """

    def next_after(
        self, states: Iterable[RequestState], limit: int, after: RequestRecord
    ) -> tuple[RequestRecord, ...]:
        """The requests in these states that are newer than one, oldest first; at most ``limit``."""


class Strikes(Protocol):
    """Wrong and missing proofs per branch and user (protocol §3.8)."""

    def get(self, branch: str, user: int, *, lock: bool = False) -> StrikeRecord | None:
        """The row, or ``None`` when nothing ever went wrong."""

    def of_user(self, user: int) -> tuple[StrikeRecord, ...]:
        """A user's rows at every branch, in order of branch."""

    def put(self, record: StrikeRecord) -> None:
        """Insert or replace the row."""


class Fence(Protocol):
    """What is known about a database that was restored (protocol §5.7)."""

    def required(self) -> bool:
        """Whether exchanges are disabled until the fence."""

    def require(self, *, required: bool) -> None:
        """Disable exchanges, or allow them again."""

    def reported(self) -> tuple[ReportedMark, ...]:
        """The highest mark that each branch reported above a user's number, by user and branch."""

    def report(self, mark: ReportedMark) -> None:
        """Keep a mark, when it is the highest of this branch and user."""

    def forget_reported(self) -> None:
        """Drop the reported marks, once the fence is above them."""
