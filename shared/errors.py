"""The one tree of failures, and the one table of what each of them means to others.

A :class:`Failure` is something that can happen to correct software: a refusal, bad input, a peer that lies, a
full disk. It carries a code, which travels, and one public sentence. Programming errors are ordinary Python
exceptions and never a ``Failure``. Nothing here knows gRPC: the status is a name, which ``shared.wire`` maps.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Code(enum.StrEnum):
    """Machine-readable reason of a failure; the first group is protocol §8, the second is local."""

    ID_OUT_OF_RANGE = "ID_OUT_OF_RANGE"
    NOT_GRANTED = "NOT_GRANTED"
    USER_EXITED = "USER_EXITED"
    BRANCH_SUSPENDED = "BRANCH_SUSPENDED"
    BRANCH_REVOKED = "BRANCH_REVOKED"
    IMAGE_NOT_FOUND = "IMAGE_NOT_FOUND"
    PROOF_FAILED = "PROOF_FAILED"
    LOCKED_OUT = "LOCKED_OUT"
    RATE_LIMITED = "RATE_LIMITED"
    IDEMPOTENCY_MISMATCH = "IDEMPOTENCY_MISMATCH"
    ATTEMPTS_EXHAUSTED = "ATTEMPTS_EXHAUSTED"
    VERSION_UNSUPPORTED = "VERSION_UNSUPPORTED"
    SUITE_UNSUPPORTED = "SUITE_UNSUPPORTED"
    MODEL_MISMATCH = "MODEL_MISMATCH"
    GENERATION_STALE = "GENERATION_STALE"
    COUNTER_ROLLBACK = "COUNTER_ROLLBACK"
    FENCE_REQUIRED = "FENCE_REQUIRED"
    WITNESS_INCONSISTENT = "WITNESS_INCONSISTENT"
    AUDIT_UNAVAILABLE = "AUDIT_UNAVAILABLE"
    STORAGE_UNAVAILABLE = "STORAGE_UNAVAILABLE"
    STORED_DAMAGED = "STORED_DAMAGED"
    KEY_UNUSABLE = "KEY_UNUSABLE"
    TOO_LARGE = "TOO_LARGE"
    MALFORMED = "MALFORMED"
    DEADLINE_REQUIRED = "DEADLINE_REQUIRED"
    CERTIFICATE_EXPIRED = "CERTIFICATE_EXPIRED"
    PQ_REQUIRED = "PQ_REQUIRED"
    TOO_SLOW = "TOO_SLOW"
    DRAINING = "DRAINING"
    COMMITMENT_MISMATCH = "COMMITMENT_MISMATCH"
    STREAM_TRUNCATED = "STREAM_TRUNCATED"
    STREAM_CORRUPT = "STREAM_CORRUPT"
    FINGER_REFUSED = "FINGER_REFUSED"
    ADMINISTRATION_OFF = "ADMINISTRATION_OFF"
    ADMIN_REVOKED = "ADMIN_REVOKED"
    RENEWAL_EARLY = "RENEWAL_EARLY"
    RENEWAL_REFUSED = "RENEWAL_REFUSED"

    UNAUTHENTICATED = "UNAUTHENTICATED"
    PERMISSION_DENIED = "PERMISSION_DENIED"
    INTERNAL = "INTERNAL"
    INVALID_INPUT = "INVALID_INPUT"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    HOME_INVALID = "HOME_INVALID"
    UNREACHABLE = "UNREACHABLE"
    CLOCK_WRONG = "CLOCK_WRONG"
    INTEGRITY = "INTEGRITY"
    LOCAL_FAILURE = "LOCAL_FAILURE"


@dataclass(frozen=True)
class Meaning:
    """What a code means on the wire (gRPC status name), to a person (sentence) and to a shell (exit code)."""

    status: str
    exit_code: int
    sentence: str
    retryable: bool = False


OK, LOCAL, USAGE, ABSENT, DENIED, TAKEN, AGAIN, CORRUPT = range(8)
"""Exit codes: ok, local failure, usage, not found, denied, conflict, try again, integrity failure."""

MEANINGS: dict[Code, Meaning] = {
    Code.ID_OUT_OF_RANGE: Meaning(
        "INVALID_ARGUMENT",
        USAGE,
        "The user ID is outside the range of this deployment, 1 to 600 unless configured otherwise.",
    ),
    Code.NOT_GRANTED: Meaning(
        "PERMISSION_DENIED", DENIED, "This branch has no grant for that user; ask the head office for one."
    ),
    Code.USER_EXITED: Meaning(
        "PERMISSION_DENIED", DENIED, "The user is on the exit list and receives nothing more."
    ),
    Code.BRANCH_SUSPENDED: Meaning(
        "PERMISSION_DENIED", DENIED, "This branch is suspended; ask the head office."
    ),
    Code.BRANCH_REVOKED: Meaning(
        "PERMISSION_DENIED", DENIED, "This branch has been revoked and must join again under a new name."
    ),
    Code.IMAGE_NOT_FOUND: Meaning(
        "NOT_FOUND", ABSENT, "There is no such image for this user at this branch."
    ),
    Code.PROOF_FAILED: Meaning(
        "UNAUTHENTICATED",
        DENIED,
        "The key made from this finger is not the head office's; check the enrolled print.",
    ),
    Code.LOCKED_OUT: Meaning(
        "PERMISSION_DENIED",
        DENIED,
        "Too many wrong proofs for this user at this branch; wait an hour or ask the head office.",
    ),
    Code.RATE_LIMITED: Meaning(
        "RESOURCE_EXHAUSTED",
        AGAIN,
        "The head office is busy or this branch asks too often; try again shortly.",
        retryable=True,
    ),
    Code.IDEMPOTENCY_MISMATCH: Meaning(
        "ALREADY_EXISTS", TAKEN, "That request ID belongs to a different request; start a new one."
    ),
    Code.ATTEMPTS_EXHAUSTED: Meaning(
        "FAILED_PRECONDITION", TAKEN, "That request can no longer be retried; start a new one."
    ),
    Code.VERSION_UNSUPPORTED: Meaning(
        "FAILED_PRECONDITION", LOCAL, "The two ends share no protocol version; update the older one."
    ),
    Code.SUITE_UNSUPPORTED: Meaning(
        "FAILED_PRECONDITION",
        LOCAL,
        "The two ends share no cipher suite or inner cipher; check both policies.",
    ),
    Code.MODEL_MISMATCH: Meaning(
        "FAILED_PRECONDITION",
        LOCAL,
        "This branch lacks the head office's model or verifier; add it by `ridgekey-branch model add FILE`.",
    ),
    Code.GENERATION_STALE: Meaning(
        "FAILED_PRECONDITION",
        TAKEN,
        "This enrolment of the user is not in force; import the current package.",
    ),
    Code.COUNTER_ROLLBACK: Meaning(
        "FAILED_PRECONDITION",
        CORRUPT,
        "The message counter went backwards; stop and tell the head office that its database is old.",
    ),
    Code.FENCE_REQUIRED: Meaning(
        "FAILED_PRECONDITION",
        CORRUPT,
        "The database was restored; an administrator must set the counter fence before exchanges go on.",
    ),
    Code.WITNESS_INCONSISTENT: Meaning(
        "FAILED_PRECONDITION",
        CORRUPT,
        "The audit log does not extend the history this branch has seen. Stop and tell the head office.",
    ),
    Code.AUDIT_UNAVAILABLE: Meaning(
        "UNAVAILABLE",
        AGAIN,
        "The audit log cannot be written, so nothing is released; try again later.",
        retryable=True,
    ),
    Code.STORAGE_UNAVAILABLE: Meaning(
        "UNAVAILABLE", AGAIN, "The store cannot be read or written just now; try again later.", retryable=True
    ),
    Code.STORED_DAMAGED: Meaning(
        "DATA_LOSS",
        CORRUPT,
        "What the head office stores is missing or damaged, so nothing was sent; tell the head office.",
    ),
    Code.KEY_UNUSABLE: Meaning(
        "FAILED_PRECONDITION", LOCAL, "No usable key comes from this print; enrol a better one."
    ),
    Code.TOO_LARGE: Meaning("RESOURCE_EXHAUSTED", LOCAL, "This is larger than the limit of this deployment."),
    Code.MALFORMED: Meaning("INVALID_ARGUMENT", LOCAL, "The message is not a valid protocol message."),
    Code.DEADLINE_REQUIRED: Meaning("INVALID_ARGUMENT", LOCAL, "Every call must carry a deadline."),
    Code.CERTIFICATE_EXPIRED: Meaning(
        "UNAUTHENTICATED",
        DENIED,
        "The certificate has expired or is not yet valid; check the clock or renew it.",
    ),
    Code.PQ_REQUIRED: Meaning(
        "UNAUTHENTICATED",
        DENIED,
        "The connection must use TLS 1.3 with X25519MLKEM768; update the client's TLS library.",
    ),
    Code.TOO_SLOW: Meaning(
        "DEADLINE_EXCEEDED",
        AGAIN,
        "The transfer was too slow and was stopped; try again on a better line.",
        retryable=True,
    ),
    Code.DRAINING: Meaning(
        "UNAVAILABLE", AGAIN, "The head office is stopping or restarting; try again shortly.", retryable=True
    ),
    Code.COMMITMENT_MISMATCH: Meaning(
        "DATA_LOSS", CORRUPT, "The answer is not sealed under the agreed key; nothing was opened."
    ),
    Code.STREAM_TRUNCATED: Meaning("DATA_LOSS", CORRUPT, "The image ended early; nothing was kept."),
    Code.STREAM_CORRUPT: Meaning("DATA_LOSS", CORRUPT, "The image was altered on its way; nothing was kept."),
    Code.FINGER_REFUSED: Meaning(
        "PERMISSION_DENIED", DENIED, "The finger presented is not the one that was asked for."
    ),
    Code.ADMINISTRATION_OFF: Meaning(
        "PERMISSION_DENIED",
        DENIED,
        "This head office takes no administration from other machines; `ridgekey config administration on` "
        "there lets it.",
    ),
    Code.ADMIN_REVOKED: Meaning(
        "PERMISSION_DENIED",
        DENIED,
        "This administrator's certificate has been revoked or replaced; ask the head office.",
    ),
    Code.RENEWAL_EARLY: Meaning(
        "FAILED_PRECONDITION",
        TAKEN,
        "More than two thirds of this certificate's life are left; renew it later, or now with --force.",
    ),
    Code.RENEWAL_REFUSED: Meaning(
        "PERMISSION_DENIED",
        DENIED,
        "No certificate was issued: the request is not one of this branch, with a new key of the right kind.",
    ),
    Code.UNAUTHENTICATED: Meaning(
        "UNAUTHENTICATED", DENIED, "The certificate is not one this head office admits."
    ),
    Code.PERMISSION_DENIED: Meaning(
        "PERMISSION_DENIED", DENIED, "The caller's role may not use this method."
    ),
    Code.INTERNAL: Meaning(
        "INTERNAL", LOCAL, "Something went wrong that should not; the log of that end has the details."
    ),
    Code.INVALID_INPUT: Meaning("INVALID_ARGUMENT", USAGE, "The input is not valid."),
    Code.NOT_FOUND: Meaning("NOT_FOUND", ABSENT, "There is no such thing."),
    Code.CONFLICT: Meaning("ALREADY_EXISTS", TAKEN, "That exists already or is in use."),
    Code.HOME_INVALID: Meaning(
        "FAILED_PRECONDITION", LOCAL, "The state folder is not one that this version can use."
    ),
    Code.UNREACHABLE: Meaning(
        "UNAVAILABLE",
        AGAIN,
        "The head office cannot be reached; check that it is running and try again.",
        retryable=True,
    ),
    Code.CLOCK_WRONG: Meaning(
        "FAILED_PRECONDITION",
        LOCAL,
        "The clock of this machine is outside the certificate's validity; set it and try again.",
    ),
    Code.INTEGRITY: Meaning("DATA_LOSS", CORRUPT, "The data does not verify."),
    Code.LOCAL_FAILURE: Meaning("INTERNAL", LOCAL, "The operation could not be done on this machine."),
}


class Failure(Exception):
    """Something went wrong that both people and programs must be able to act on.

    Args:
        code: the machine-readable reason.
        sentence: one public sentence that says what to do; the table's own when absent. Never peer text,
            never a secret.
        field: the request field at fault, for ``BadRequest`` on the wire.
        retry_after: seconds after which to try again, for ``RetryInfo`` on the wire.
    """

    def __init__(
        self,
        code: Code,
        sentence: str | None = None,
        *,
        field: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.code = code
        self.sentence = sentence or MEANINGS[code].sentence
        self.field = field
        self.retry_after = retry_after
        super().__init__(f"{code}: {self.sentence}")

    @property
    def meaning(self) -> Meaning:
        """The row of the table for this failure's code."""
        return MEANINGS[self.code]

    @property
    def exit_code(self) -> int:
        """The exit status of a command that ends with this failure."""
        return self.meaning.exit_code
