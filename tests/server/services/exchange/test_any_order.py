"""Any order of exchanges, retries, receipts, exits and time keeps the laws of counting (protocol §5.1)."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from server.ports import Actor, RequestState
from server.services.administration import exit_user, found, readmit_user, show_counter
from server.services.audit import verify_audit
from server.services.exchange import Delivery, Reservation, Terms, confirm, release, sweep
from shared.errors import Code, Failure
from shared.identifiers import Identity
from shared.protocol.messages import Hello, Outcome
from tests.server.registered_office import (
    BASRA,
    DOMAIN,
    MOSUL,
    TLS_GROUP,
    events,
    hello,
    open_office,
    register,
    take_number,
)
from tests.server.settable_clock import SettableClock

ACTOR = Actor.local(DOMAIN)
WINDOW = 600.0


@dataclass
class Asked:
    """What the test knows of one request."""

    hello: Hello
    branch: Identity
    terms: Terms
    reservation: Reservation
    reserved_at: float
    active_at: float
    state: RequestState = RequestState.RESERVED
    attempts: int = 0


def answer_of(act: Callable[[], Any]) -> Any:
    """What a service answers: its result, or the code it refuses with."""
    try:
        return act()
    except Failure as failure:
        return failure.code


class Exchanges(RuleBasedStateMachine):
    """User 17 at two branches."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = SettableClock()
        self.office = open_office(Path(self.folder.name), self.clock, branch_hello_burst=10_000)
        found(self.office, ACTOR)
        register(self.office)
        self.asked: list[Asked] = []
        self.exited = False

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.database.close()
            self.folder.cleanup()

    @rule(branch=st.sampled_from([BASRA, MOSUL]))
    def ask(self, branch: Identity) -> None:
        asked = hello(len(self.asked))
        answer = answer_of(lambda: take_number(self.office, asked, branch))
        if self.exited:
            assert answer is Code.USER_EXITED
            return
        terms, reservation = answer
        now = self.clock.monotonic()
        assert reservation.n == len(self.asked) + 1
        self.asked.append(Asked(asked, branch, terms, reservation, now, now))

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def ask_again(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.asked))
        answer = answer_of(lambda: take_number(self.office, one.hello, one.branch)[1])
        too_old = self.clock.monotonic() - one.reserved_at > WINDOW
        refusal = self.refusal_of(one) or (Code.ATTEMPTS_EXHAUSTED if too_old else None)
        assert answer == (refusal or replace(one.reservation, retry=True))

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def prove(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.asked))
        answer = answer_of(
            lambda: release(self.office, one.branch, one.hello, one.terms, one.reservation, TLS_GROUP)
        )
        refusal = self.refusal_of(one)
        assert answer == (refusal or one.attempts + 1)
        if refusal is None:
            one.attempts += 1
            one.state, one.active_at = RequestState.RELEASED, self.clock.monotonic()

    def refusal_of(self, one: Asked) -> Code | None:
        if self.exited:
            return Code.USER_EXITED
        return Code.ATTEMPTS_EXHAUSTED if one.state.settled or one.attempts >= 5 else None

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), outcome=st.sampled_from(Outcome))
    def receive(self, data: st.DataObject, outcome: Outcome) -> None:
        one = data.draw(st.sampled_from(self.asked))
        delivery = Delivery(outcome, one.attempts, 1, 1000, 0.1)
        if one.state is RequestState.RELEASED and outcome is Outcome.DELIVERED:
            one.state = RequestState.DELIVERED
        assert confirm(self.office, one.branch, one.hello, one.reservation, delivery) is one.state

    @rule(seconds=st.sampled_from([1.0, 300.0, 599.0, 601.0]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule()
    def settle(self) -> None:
        overdue = [
            one
            for one in self.asked
            if not one.state.settled and self.clock.monotonic() - one.active_at > WINDOW
        ]
        assert sweep(self.office) == len(overdue)
        for one in overdue:
            released = one.state is RequestState.RELEASED
            one.state = RequestState.UNCONFIRMED if released else RequestState.ABANDONED

    @rule()
    def change_exit_list(self) -> None:
        (readmit_user if self.exited else exit_user)(self.office, 17, ACTOR)
        self.exited = not self.exited

    @invariant()
    def counting_holds(self) -> None:
        if not hasattr(self, "office"):
            return
        assert show_counter(self.office, 17).n == len(self.asked)
        audited = Counter(events(self.office))
        for n, one in enumerate(self.asked, start=1):
            assert audited["RESERVED", n] == 1
            assert audited["RELEASED", n] == one.attempts
            ends = {state: audited[state.name, n] for state in RequestState if state.settled}
            assert ends == {state: int(state is one.state) for state in ends}
        assert verify_audit(self.office).ok


TestExchanges = Exchanges.TestCase
TestExchanges.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
