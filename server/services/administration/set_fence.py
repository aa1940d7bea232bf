"""Set the counter fence after a restore: every number goes on above all that may have been used (§5.7)."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import Actor, BranchStatus, Event, Office, ReportedMark, Transaction
from server.services.administration.signed_entry import signed_entry
from server.services.audit.write_checkpoint import checkpoint_within
from server.services.exchange.sweep import settle
from shared.errors import Code, Failure
from shared.protocol.checkpoint import Checkpoint, LogOrigin
from shared.protocol.counter import MAX_MESSAGE_NUMBER

_PORTION = 100


@dataclass(frozen=True)
class FenceView:
    """What an administrator chooses the fence by.

    Attributes:
        required: whether a restore waits for it.
        highest: the highest message number of any user.
        reported: marks above their user's number that branches named, except of those revoked since: a
            branch that names what no number can have reached would keep every fence from being set.
        lowest: the lowest fence that is above all of them.
    """

    required: bool
    highest: int
    reported: tuple[ReportedMark, ...]
    lowest: int


def show_fence(office: Office) -> FenceView:
    """Where the numbers stand, and what the branches say.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        return _view(transaction)


def set_fence(office: Office, to: int, actor: Actor) -> Checkpoint:
    """Raise every user's number to the fence, end what was open, begin a new log, allow exchanges again.

    Args:
        office: the head office.
        to: the number that every user's last message gets; the next one is above it.
        actor: who does it, and why.

    Returns:
        The first checkpoint of the new log, which names the log before it.

    Raises:
        Failure: ``CONFLICT`` when no restore waits for a fence; ``INVALID_INPUT`` when ``to`` is below a
            number or a reported mark, or leaves no number above it, or no reason is given;
            ``STORAGE_UNAVAILABLE``, ``AUDIT_UNAVAILABLE``.
    """
    with office.database.write() as transaction:
        view = _view(transaction)
        _check(view, to)
        _settle_all(office, transaction)
        transaction.counters.raise_to(to)
        transaction.fence.require(required=False)
        transaction.fence.forget_reported()
        transaction.audit.append(signed_entry(actor, Event.COUNTERS_FENCED, n=to))
        newest = transaction.tree.newest()
        begun = LogOrigin.begin(office.randomness, None if newest is None else newest.reference)
        return checkpoint_within(office, transaction, begun)


def _view(transaction: Transaction) -> FenceView:
    highest = max((counter.n for counter in transaction.counters.all()), default=0)
    revoked = {branch.name for branch in transaction.branches.all() if branch.status is BranchStatus.REVOKED}
    reported = tuple(mark for mark in transaction.fence.reported() if mark.branch not in revoked)
    lowest = max([highest, *(mark.mark for mark in reported)])
    return FenceView(transaction.fence.required(), highest, reported, lowest)


def _check(view: FenceView, to: int) -> None:
    if not view.required:
        sentence = (
            "No restore waits for a fence. After a restore with the database's own tools, say so first by "
            "`ridgekey db restored`."
        )
        raise Failure(Code.CONFLICT, sentence)
    if to >= MAX_MESSAGE_NUMBER:
        sentence = (
            f"The fence must be below {MAX_MESSAGE_NUMBER}, the last message number there is; choose one not "
            f"far above {view.lowest}."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="to")
    if to < view.lowest:
        sentence = (
            f"The fence must be at least {view.lowest}, the highest number or mark that is known; choose one "
            "with room for what the lost days may have used. If a branch cannot have seen its mark, revoke "
            "it: its marks count no longer."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="to")


def _settle_all(office: Office, transaction: Transaction) -> None:
    """A request of before the restore may be one of many with its number; none is taken up again."""
    while requests := transaction.requests.unsettled(_PORTION):
        for request in requests:
            settle(office, transaction, request)
