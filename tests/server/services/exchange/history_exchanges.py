"""The exchanges of the any-history test: what branches do, and what they must be answered."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from server.ports import Actor, Office, RequestState
from server.services.administration import found
from server.services.exchange import Delivery, confirm, release, sweep
from shared.errors import Code, Failure
from shared.protocol.messages import CheckpointReference, Hello, Outcome
from tests.databases import databases_made
from tests.server.registered_office import (
    BASRA,
    DOMAIN,
    MOSUL,
    TLS_GROUP,
    hello,
    open_office,
    register,
    take_number,
)
from tests.server.services.exchange.history_model import USERS, WINDOW, Asked, Conversation, Memory
from tests.server.settable_clock import SettableClock

ACTOR = Actor.local(DOMAIN, "a test")
NOTHING = CheckpointReference()
BRANCHES = {"basra": BASRA, "mosul": MOSUL}
branches = st.sampled_from(["basra", "mosul"])
users = st.sampled_from(USERS)


def answer_of(act: Callable[[], Any]) -> Any:
    """What a service answers: its result, or the code it refuses with."""
    try:
        return act()
    except Failure as failure:
        return failure.code


class Exchanges(RuleBasedStateMachine):
    """Two users and two branches who ask, prove, confirm, lose and ask again."""

    @initialize()
    def begin(self) -> None:
        self.databases_before = len(databases_made())
        self.folder = tempfile.TemporaryDirectory()
        self.clock = SettableClock()
        self.memory = Memory()
        self.backup: tuple[str, Memory] | None = None
        self.hellos: list[tuple[Hello, str]] = []
        self.held: list[Conversation] = []
        self.used: dict[int, list[int]] = {user: [] for user in USERS}
        self.marks: dict[tuple[str, int], int] = {}
        self.witness: dict[str, tuple[int, CheckpointReference]] = {}
        self.open()
        found(self.office, ACTOR)
        register(self.office)
        self.log_key, self.logs = self.office.log_key.public(), 0

    def open(self) -> None:
        """Start the head office's process."""
        self.office = open_office(Path(self.folder.name), self.clock, branch_hello_burst=100_000)

    # Exchanges

    @rule(user=users, branch=branches)
    def ask(self, user: int, branch: str) -> None:
        asked = hello(len(self.hellos), user, generation=self.memory.generations[user])
        self.hellos.append((asked, branch))
        self.send(asked, branch)

    @precondition(lambda self: self.hellos)
    @rule(data=st.data(), moved=st.booleans())
    def ask_again(self, data: st.DataObject, moved: bool) -> None:
        """A retry; or somebody else, or a newer enrolment, with the same request ID."""
        asked, branch = data.draw(st.sampled_from(self.hellos))
        if moved:
            asked = replace(asked, generation=self.memory.generations[asked.user])
            branch = data.draw(branches)
        self.send(asked, branch)

    def send(self, asked: Hello, branch: str) -> None:
        """Hello and T0, as far as the head office lets it."""
        log, reference = self.witness.get(branch, (None, NOTHING))
        asked = replace(asked, mark=self.marks.get((branch, asked.user), 0), checkpoint=reference)
        now = self.clock.monotonic()
        refusal = self.memory.refusal_of_hello(asked, branch, log, now)
        answer = answer_of(lambda: take_number(self.office, asked, BRANCHES[branch]))
        if refusal is not None:
            assert answer is refusal
            return
        terms, reservation = answer
        known = self.memory.requests.get(asked.request_id)
        assert reservation.retry is (known is not None)
        if known is None:
            self.remember(asked, branch, reservation.n)
        else:
            assert reservation.n == known.n
        self.held.append(Conversation(asked, BRANCHES[branch], terms, reservation))

    def remember(self, asked: Hello, branch: str, n: int) -> None:
        """A number was taken: the next one, and above all that ever were."""
        user, now = asked.user, self.clock.monotonic()
        assert n == self.memory.numbers[user] + 1
        assert n > max(self.used[user], default=0)
        self.used[user].append(n)
        self.memory.numbers[user] = n
        self.memory.requests[asked.request_id] = Asked(user, branch, asked.generation, n, now, now)

    @precondition(lambda self: self.held)
    @rule(data=st.data(), arrives=st.booleans())
    def prove(self, data: st.DataObject, arrives: bool) -> None:
        """A right Proof on any stream that has a number; what follows may get lost."""
        one = data.draw(st.sampled_from(self.held))
        refusal = self.memory.refusal_of_proof(one)
        answer = answer_of(lambda: self.release(self.office, one))
        if refusal is not None:
            assert answer is refusal
            return
        asked = self.memory.requests[one.hello.request_id]
        asked.attempts, asked.state = asked.attempts + 1, RequestState.RELEASED
        asked.active_at = self.clock.monotonic()
        assert answer == asked.attempts
        one.attempt = answer
        if arrives:
            mark = (one.branch.name, one.hello.user)
            self.marks[mark] = max(self.marks.get(mark, 0), one.reservation.n)

    @precondition(lambda self: any(one.attempt for one in self.held))
    @rule(data=st.data(), outcome=st.sampled_from(Outcome))
    def receive(self, data: st.DataObject, outcome: Outcome) -> None:
        one = data.draw(st.sampled_from([one for one in self.held if one.attempt]))
        delivery = Delivery(outcome, one.attempt, 1, 1000, 0.1)
        answer = answer_of(lambda: confirm(self.office, one.branch, one.hello, one.reservation, delivery))
        if not self.memory.holds(one):
            assert answer is Code.ATTEMPTS_EXHAUSTED
            return
        asked = self.memory.requests[one.hello.request_id]
        if asked.state is RequestState.RELEASED and outcome is Outcome.DELIVERED:
            asked.state = RequestState.DELIVERED
        assert answer is asked.state

    @staticmethod
    def release(office: Office, one: Conversation) -> int:
        return release(office, one.branch, one.hello, one.terms, one.reservation, TLS_GROUP)

    # Time and the sweeper

    @rule(seconds=st.sampled_from([1.0, 300.0, WINDOW - 1, WINDOW + 1]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule()
    def settle(self) -> None:
        now = self.clock.monotonic()
        overdue = [one for one in self.memory.unsettled() if now - one.active_at > WINDOW]
        assert sweep(self.office) == len(overdue)
        for one in overdue:
            self.memory.settle(one)
