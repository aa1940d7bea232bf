"""What a head office must remember and answer, as dictionaries: the model of the any-history test."""

from __future__ import annotations

from dataclasses import dataclass, field

from server.ports import BranchStatus, RequestState
from server.services.exchange import Reservation, Terms
from shared.errors import Code
from shared.identifiers import Identity
from shared.protocol.messages import Hello

USERS = (17, 18)
WINDOW = 600.0
ATTEMPTS = 5


@dataclass
class Asked:
    """One request as the database must hold it; ``state`` is where its number stands."""

    user: int
    branch: str
    generation: int
    n: int
    reserved_at: float
    active_at: float
    state: RequestState = RequestState.RESERVED
    attempts: int = 0

    @property
    def said(self) -> tuple[str, int, int]:
        """What a retry must repeat; the image is always the same here."""
        return self.branch, self.user, self.generation


@dataclass
class Conversation:
    """A stream that was given a number and is open still, whatever happens to the database meanwhile."""

    hello: Hello
    branch: Identity
    terms: Terms
    reservation: Reservation
    attempt: int = 0


@dataclass
class Memory:
    """What the database must hold. A backup is a copy of it, and a restore puts the copy back.

    Attributes:
        numbers: the last message number of each user.
        generations: the generation in force of each user.
        exited: users on the exit list.
        branches: each branch's status.
        grants: (branch, user) pairs.
        requests: what was asked, by request ID.
        fence_required: whether a restore waits for its fence.
        log: how many logs were begun before the one in force.
    """

    numbers: dict[int, int] = field(default_factory=lambda: dict.fromkeys(USERS, 0))
    generations: dict[int, int] = field(default_factory=lambda: dict.fromkeys(USERS, 1))
    exited: set[int] = field(default_factory=set)
    branches: dict[str, BranchStatus] = field(
        default_factory=lambda: dict.fromkeys(("basra", "mosul"), BranchStatus.ACTIVE)
    )
    grants: set[tuple[str, int]] = field(
        default_factory=lambda: {("basra", 17), ("mosul", 17), ("basra", 18)}
    )
    requests: dict[bytes, Asked] = field(default_factory=dict)
    fence_required: bool = False
    log: int = 0

    def refusal_of_hello(
        self, hello: Hello, branch: str, witnessed_log: int | None, now: float
    ) -> Code | None:
        """How protocol §3.2 and T0 refuse a Hello, in their order; ``None`` when it gets a number."""
        user, known = hello.user, self.requests.get(hello.request_id)
        said, spent = (branch, user, hello.generation), False
        if known is not None:
            spent = now - known.reserved_at > WINDOW or known.state.settled or known.attempts >= ATTEMPTS
        return _first(
            (self.branches[branch] is BranchStatus.SUSPENDED, Code.BRANCH_SUSPENDED),
            (self.branches[branch] is BranchStatus.REVOKED, Code.BRANCH_REVOKED),
            ((branch, user) not in self.grants, Code.NOT_GRANTED),
            (self.fence_required, Code.FENCE_REQUIRED),
            (user in self.exited, Code.USER_EXITED),
            (hello.generation != self.generations[user], Code.GENERATION_STALE),
            (witnessed_log not in (None, self.log), Code.WITNESS_INCONSISTENT),
            (known is not None and known.said != said, Code.IDEMPOTENCY_MISMATCH),
            (spent, Code.ATTEMPTS_EXHAUSTED),
        )

    def refusal_of_proof(self, held: Conversation) -> Code | None:
        """How T1 refuses a right Proof, in its order; ``None`` when the image leaves."""
        user, branch = held.hello.user, held.branch.name
        known = self.requests.get(held.hello.request_id)
        spent = known is None or known.state.settled or known.attempts >= ATTEMPTS
        return _first(
            (self.fence_required, Code.FENCE_REQUIRED),
            (self.branches[branch] is BranchStatus.SUSPENDED, Code.BRANCH_SUSPENDED),
            (self.branches[branch] is BranchStatus.REVOKED, Code.BRANCH_REVOKED),
            ((branch, user) not in self.grants, Code.NOT_GRANTED),
            (user in self.exited, Code.USER_EXITED),
            (spent or not self.holds(held), Code.ATTEMPTS_EXHAUSTED),
            (held.hello.generation != self.generations[user], Code.GENERATION_STALE),
        )

    def holds(self, held: Conversation) -> bool:
        """Whether the number of a conversation is still its request's: a restore may have lost it."""
        known = self.requests.get(held.hello.request_id)
        return known is not None and known.n == held.reservation.n

    def settle(self, one: Asked) -> None:
        """End a request that nobody finished (protocol §5.1)."""
        released = one.state is RequestState.RELEASED
        one.state = RequestState.UNCONFIRMED if released else RequestState.ABANDONED

    def unsettled(self) -> list[Asked]:
        """The requests whose numbers have not ended."""
        return [one for one in self.requests.values() if not one.state.settled]


def _first(*checks: tuple[bool, Code]) -> Code | None:
    return next((code for refused, code in checks if refused), None)
