"""Checks the person at the finger pad before anything keyed is computed or sent (protocol §3.5a).

Only this machine can do it: the head office cannot see a finger. An honest branch refuses the wrong person; a
branch that lies could skip all of this.
"""

from __future__ import annotations

from branch_client.branch import Branch
from branch_client.refusals import Refusals
from branch_client.scanner import NOT_COUNTED, Scanner
from branch_client.state import UserLedger
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.protocol.verification import Demand
from shared.stores.enrolments import Enrolment


def require_no_lockout(branch: Branch, ledger: UserLedger, user: int) -> None:
    """Wait until another scan may be tried, or refuse to.

    Raises:
        Failure: ``LOCKED_OUT`` after too many refused scans within an hour.
    """
    now = branch.clock.now().timestamp()
    refusals = ledger.refusals
    if now < refusals.locked_until:
        minutes = int((refusals.locked_until - now) / 60) + 1
        sentence = f"Too many scans of user {user} were refused at this branch; try again in {minutes} min."
        raise Failure(Code.LOCKED_OUT, sentence)
    if now < refusals.blocked_until:
        # A clock that was set back must not make anyone wait longer than the longest wait there is.
        branch.clock.sleep(min(refusals.blocked_until - now, branch.config.longest_backoff_seconds))


def verify_scan(
    branch: Branch,
    ledger: UserLedger,
    demand: Demand,
    finger: Finger,
    enrolment: Enrolment,
    scanner: Scanner | None,
) -> None:
    """Check the live scan of a finger that is demanded; do nothing when none is.

    A scan is on disk as refused before it is looked at, so that ending the program in time saves nobody an
    attempt; one that passes clears the count, one that shows nothing puts it back.

    Raises:
        Failure: ``FINGER_REFUSED`` for another finger or person; ``INVALID_INPUT`` without a scan or for one
            that cannot be read, which is not counted; ``MODEL_MISMATCH`` when the verifier cannot be used.
    """
    if demand.is_none:
        return
    verifier = branch.models.verifier(demand.verifier_digest)
    if verifier.kind != demand.mode:
        raise Failure(Code.MODEL_MISMATCH, "The head office names a verifier of another kind; tell it so.")
    if scanner is None:
        sentence = f"A scan of user {enrolment.user}'s {finger.label} is asked for; give it with --scan."
        raise Failure(Code.INVALID_INPUT, sentence, field="scan")
    live, past = scanner.scan(enrolment.user, finger), ledger.refusals
    ledger.note_refusals(_counted(branch, past))
    try:
        verifier.check(enrolment.user, finger, enrolment.prints[finger], live)
    except Failure as failure:
        if failure.code is not Code.FINGER_REFUSED:
            ledger.note_refusals(past)
        if failure.code is Code.INVALID_INPUT:
            sentence = f"{failure.sentence} {NOT_COUNTED}"
            raise Failure(Code.INVALID_INPUT, sentence, field="scan") from None
        raise
    ledger.note_refusals(Refusals())


def _counted(branch: Branch, past: Refusals) -> Refusals:
    config = branch.config
    return past.with_another(
        branch.clock.now().timestamp(),
        most=config.max_refused_scans,
        window_seconds=config.scan_lockout_seconds,
        backoff_seconds=config.scan_backoff_seconds,
    )
