"""One fetch at the branch: attempts of one request until the image is here (protocol §3, §5.4)."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from branch_client.attempt import Arrived, Attempt, Errand
from branch_client.branch import Branch
from branch_client.connection import checked_user
from branch_client.retrying import retried
from branch_client.scanner import scanner_for
from branch_client.standing import noted
from branch_client.state import UserLedger
from branch_client.verification import require_no_lockout
from shared.ciphers.inner import INNER_CIPHERS
from shared.crypto.stream import Suite
from shared.errors import Code, Failure
from shared.identifiers import REQUEST_ID_BYTES, Finger, parse_image_id
from shared.protocol.counter import counter_of, epoch_of
from shared.protocol.negotiation import INNER_NONE, Policy
from shared.stores.atomic import check_writable

_REQUEST_OVER = frozenset(
    {Code.PROOF_FAILED, Code.FINGER_REFUSED, Code.ATTEMPTS_EXHAUSTED, Code.IDEMPOTENCY_MISMATCH}
)
"""After these the request cannot be taken up again; after any other it can, while its window lasts."""


@dataclass(frozen=True)
class Terms:
    """How an image is asked for, and how it is kept.

    Attributes:
        inner: the inner cipher to ask for.
        suite: the only cipher suite to offer; all of this release's when absent.
        scan: the live print, where the head office asks for one: a file, or a folder with one per finger.
        sealed: whether the image stays sealed here until the finger opens it (§4.6).
    """

    inner: str = INNER_NONE
    suite: str | None = None
    scan: Path | None = None
    sealed: bool = False


@dataclass(frozen=True)
class Fetched:
    """An image that arrived whole: its numbers, and where it went.

    Attributes:
        size: bytes of the image.
        sha256: of the image, hexadecimal.
        verification: how the live scan was checked; ``none`` when it was not.
        seconds: how long the fetch took, every attempt included.
        path: the file it was written to, or ``None``.
        data: what would have been written, when it was not written to a file.
    """

    user: int
    n: int
    epoch: int
    counter: int
    finger: Finger
    image: str
    size: int
    sha256: str
    suite: str
    inner: str
    verification: str
    attempt: int
    seconds: float
    path: Path | None
    data: bytes | None = field(repr=False)

    def summary(self) -> dict[str, int | float | str]:
        """The fields that ``fetch --format json`` prints, under their contract names."""
        return {
            "user": self.user,
            "n": self.n,
            "epoch": self.epoch,
            "counter": self.counter,
            "finger": self.finger.label,
            "image": self.image,
            "bytes": self.size,
            "sha256": self.sha256,
            "suite": self.suite,
            "inner": self.inner,
            "verification": self.verification,
            "attempt": self.attempt,
            "seconds": round(self.seconds, 3),
        }


def fetch(
    branch: Branch,
    user: int,
    image: str,
    *,
    output: Path | None = None,
    inner: str = INNER_NONE,
    suite: str | None = None,
    scan: Path | None = None,
) -> Fetched:
    """Fetch one image for one user and keep it as it is; the arguments are those of :func:`fetch_on`."""
    return fetch_on(branch, user, image, Terms(inner, suite, scan), output)


def fetch_on(branch: Branch, user: int, image: str, terms: Terms, output: Path | None = None) -> Fetched:
    """Fetch one image for one user.

    A request of this user and image that was interrupted within the retry window is taken up again with its
    message number.

    Args:
        branch: the branch that asks.
        user: the user's ID.
        image: the image's ID.
        terms: how.
        output: the file to write, whole or not at all; ``None`` to have the bytes.

    Returns:
        What arrived.

    Raises:
        Failure: why it did not; nothing is left behind then. ``STREAM_CORRUPT`` also when the image arrived
            whole and the stream went on behind it; the file is there then.
    """
    began = branch.clock.monotonic()
    with branch.tracer.trace("fetch"):
        errand = _errand(branch, user, image, terms, output)
        with _wiped_in_the_end(errand), branch.state.lock(user) as ledger:
            require_no_lockout(branch, ledger, user)
            with noted(branch, ledger, user):
                arrived = _try_until_arrived(branch, errand, ledger)
        branch.tracer.note(attempt=arrived.attempt, bytes=arrived.manifest.size)
    return _fetched(errand, arrived, branch.clock.monotonic() - began)


def check_terms(terms: Terms) -> None:
    """Check what can be checked of the terms before anything is asked.

    Raises:
        Failure: ``INVALID_INPUT`` for a cipher that is none, or a scan that cannot be read.
    """
    _offer(terms.inner, terms.suite)
    if terms.scan is not None:
        scanner_for(terms.scan)


def _errand(branch: Branch, user: int, image: str, terms: Terms, output: Path | None) -> Errand:
    """Check everything that can be checked here before the head office is asked for a number."""
    scanner = None if terms.scan is None else scanner_for(terms.scan)
    offer = _offer(terms.inner, terms.suite)
    if output is not None:
        check_writable(output)
    enrolment = branch.enrolments.newest(checked_user(user))
    started = branch.clock.now().timestamp()
    return Errand(user, parse_image_id(image), offer, output, terms.sealed, enrolment, scanner, started)


def _wiped_in_the_end(errand: Errand) -> AbstractContextManager[object]:
    return errand.enrolment.secret if errand.enrolment else nullcontext()


def _offer(inner: str, suite: str | None) -> Policy:
    if inner not in INNER_CIPHERS:
        names = ", ".join(INNER_CIPHERS)
        raise Failure(Code.INVALID_INPUT, f"The inner cipher is one of {names}.", field="inner")
    suites = tuple(each.value for each in Suite)
    if suite is not None and suite not in suites:
        raise Failure(Code.INVALID_INPUT, f"The suite is one of {', '.join(suites)}.", field="suite")
    return Policy(suites=suites if suite is None else (suite,), inner_ciphers=(inner,))


def _try_until_arrived(branch: Branch, errand: Errand, ledger: UserLedger) -> Arrived:
    """Attempts of one request; of a new one when an interrupted one can no longer be taken up."""
    window = branch.config.retry_window_seconds
    pending = ledger.resumable(errand.image, errand.started, window)
    if pending is not None:
        try:
            return _try_request(branch, errand, ledger, bytes.fromhex(pending.request_id))
        except Failure as failure:
            if failure.code not in (Code.ATTEMPTS_EXHAUSTED, Code.IDEMPOTENCY_MISMATCH):
                raise
    return _try_request(branch, errand, ledger, branch.randomness.token(REQUEST_ID_BYTES))


def _try_request(branch: Branch, errand: Errand, ledger: UserLedger, request_id: bytes) -> Arrived:
    """Up to five attempts with the same request ID (protocol §5.4)."""

    def attempt() -> Arrived:
        try:
            return Attempt(branch, errand, ledger, request_id).run()
        except Failure as failure:
            if failure.code in _REQUEST_OVER:
                ledger.forget(request_id.hex())
            raise

    try:
        return retried(branch, attempt)
    except Failure as failure:
        raise _explained(failure, errand) from None


def _explained(failure: Failure, errand: Errand) -> Failure:
    """A branch without an enrolment learns what to import; anything else is said as it is."""
    if failure.code is not Code.GENERATION_STALE or errand.enrolment is not None:
        return failure
    sentence = f"This branch holds no enrolment of user {errand.user}; import the package of the grant."
    return Failure(Code.GENERATION_STALE, sentence)


def _fetched(errand: Errand, arrived: Arrived, seconds: float) -> Fetched:
    challenge, manifest = arrived.challenge, arrived.manifest
    return Fetched(
        user=errand.user,
        n=challenge.n,
        epoch=epoch_of(challenge.n),
        counter=counter_of(challenge.n),
        finger=challenge.finger,
        image=errand.image,
        size=manifest.size,
        sha256=manifest.sha256.hex(),
        suite=challenge.suite,
        inner=manifest.inner_cipher,
        verification=challenge.verification,
        attempt=arrived.attempt,
        seconds=seconds,
        path=errand.output,
        data=arrived.kept if errand.output is None else None,
    )
