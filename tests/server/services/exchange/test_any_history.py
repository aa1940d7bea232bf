"""Any history of exchanges, revocations, crashes and restores keeps the laws of counting (protocol §5).

After every step: numbers are unique and strictly increasing for each user over all that ever happened, lost
days included; every number that the database knows has ended at most once; the audit chain verifies. In the
end, after the window and the sweep, every number has ended exactly once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from server.ports import BranchStatus, Office, RequestState, Transaction
from server.services.administration import (
    change_branch_status,
    exit_user,
    note_restore,
    readmit_user,
    set_fence,
    show_counter,
    show_fence,
    ungrant_user,
)
from server.services.audit import present_checkpoint, verify_audit, write_checkpoint
from shared.errors import Code
from shared.protocol.checkpoint import witnessed
from tests.databases import databases_made, drop_databases, on_postgres
from tests.server.registered_office import BASRA, hello, re_enrol, take_number
from tests.server.services.exchange.history_backup import back_up, put_back
from tests.server.services.exchange.history_exchanges import (
    ACTOR,
    NOTHING,
    Exchanges,
    answer_of,
    branches,
    users,
)
from tests.server.services.exchange.history_model import USERS, WINDOW


class PowerCut(Exception):
    """The process is gone."""


class FailingDatabase:
    """A database whose process dies just before its next COMMIT."""

    def __init__(self, office: Office) -> None:
        self._database = office.database

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        with self._database.write() as transaction:
            yield transaction
            raise PowerCut


class Histories(Exchanges):
    """The same at a head office whose users and branches change, which dies, is backed up and restored."""

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.everything_ends()
            self.office.database.close()
            self.folder.cleanup()
        if on_postgres():  # before its test ends: there are many histories in one
            drop_databases(databases_made()[self.databases_before :])

    # Administration

    @rule(user=users)
    def change_exit_list(self, user: int) -> None:
        (readmit_user if user in self.memory.exited else exit_user)(self.office, user, ACTOR)
        self.memory.exited ^= {user}

    @rule(branch=branches, status=st.sampled_from(BranchStatus))
    def change_branch(self, branch: str, status: BranchStatus) -> None:
        answer = answer_of(lambda: change_branch_status(self.office, branch, status, ACTOR))
        if self.memory.branches[branch] is BranchStatus.REVOKED:
            assert answer is Code.BRANCH_REVOKED
        else:
            self.memory.branches[branch] = status

    @rule(branch=branches, user=users)
    def change_grant(self, branch: str, user: int) -> None:
        if (branch, user) in self.memory.grants:
            ungrant_user(self.office, user, branch, ACTOR)
        else:
            with self.office.database.write() as transaction:
                transaction.grants.add(branch, user, self.office.clock.now())
        self.memory.grants ^= {(branch, user)}

    @rule(user=users)
    def enrol_anew(self, user: int) -> None:
        self.memory.generations[user] += 1
        re_enrol(self.office, user, self.memory.generations[user])

    # Crashes

    @rule()
    def restart(self) -> None:
        self.office.database.close()
        self.open()

    @precondition(lambda self: not self.memory.fence_required)
    @rule(user=users)
    def die_in_t0(self, user: int) -> None:
        """A crash before T0's COMMIT: no number was taken."""
        asked = hello(len(self.hellos), user, generation=self.memory.generations[user])
        self.hellos.append((asked, "basra"))
        dying = replace(self.office, database=FailingDatabase(self.office))
        if self.memory.refusal_of_hello(asked, "basra", None, 0) is None:
            with pytest.raises(PowerCut):
                take_number(dying, asked, BASRA)
        self.restart()

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def die_in_t1(self, data: st.DataObject) -> None:
        """A crash before T1's COMMIT: no attempt was made, nothing keyed has left."""
        one = data.draw(st.sampled_from(self.held))
        dying = replace(self.office, database=FailingDatabase(self.office))
        if self.memory.refusal_of_proof(one) is None:
            with pytest.raises(PowerCut):
                self.release(dying, one)
        self.restart()
        self.held.remove(one)

    # The audit log and its witnesses

    @precondition(lambda self: not self.memory.fence_required)
    @rule(branch=branches)
    def witness_log(self, branch: str) -> None:
        write_checkpoint(self.office)
        log, reference = self.witness.get(branch, (self.memory.log, NOTHING))
        answer = answer_of(lambda: present_checkpoint(self.office, reference))
        if log != self.memory.log:
            assert answer is Code.WITNESS_INCONSISTENT
            del self.witness[branch]  # `witness reset`
            return
        shown = witnessed(reference, answer.checkpoint.encode(), answer.proof, self.log_key)
        self.witness[branch] = (log, shown.reference)

    # Backup, restore and fence

    @precondition(lambda self: not self.memory.fence_required)
    @rule()
    def back_up(self) -> None:
        self.backup = back_up(self.office), deepcopy(self.memory)

    @precondition(lambda self: self.backup)
    @rule()
    def restore(self) -> None:
        assert self.backup is not None
        place, memory = self.backup
        self.memory = deepcopy(memory)
        put_back(self.office, place)
        note_restore(self.office, ACTOR)
        self.memory.fence_required = True

    @precondition(lambda self: self.memory.fence_required)
    @rule(room=st.integers(0, 20))
    def fence(self, room: int) -> None:
        """Above everything that was ever used, as far as the administrator can know."""
        used = [n for numbers in self.used.values() for n in numbers]
        to = max([show_fence(self.office).lowest, *used]) + room
        set_fence(self.office, to, ACTOR)
        self.memory.fence_required = False
        self.logs += 1
        self.memory.log = self.logs
        self.memory.numbers = dict.fromkeys(USERS, to)
        for one in self.memory.unsettled():
            self.memory.settle(one)

    # Laws

    @invariant()
    def the_counters_are_the_model_s(self) -> None:
        if hasattr(self, "office"):
            assert {user: show_counter(self.office, user).n for user in USERS} == self.memory.numbers
            assert all(numbers == sorted(set(numbers)) for numbers in self.used.values())

    @invariant()
    def every_number_is_accounted_for(self) -> None:
        if not hasattr(self, "office"):
            return
        audited = self.audited()
        for one in self.memory.requests.values():
            assert audited["RESERVED", one.user, one.n] == 1
            assert audited["RELEASED", one.user, one.n] == one.attempts
            ends = {state: audited[state.name, one.user, one.n] for state in RequestState if state.settled}
            assert ends == {state: int(state is one.state) for state in ends}
        known = {(one.user, one.n) for one in self.memory.requests.values()}
        assert {(user, n) for event, user, n in audited if event == "RESERVED"} == known

    @invariant()
    def the_audit_log_verifies(self) -> None:
        if hasattr(self, "office"):
            assert verify_audit(self.office).ok

    def everything_ends(self) -> None:
        """After the window and the sweep every number has ended, exactly once."""
        if self.memory.fence_required:
            self.fence(0)
        self.clock.advance(WINDOW + 1)
        self.settle()
        assert not self.memory.unsettled()
        self.every_number_is_accounted_for()
        self.the_audit_log_verifies()

    def audited(self) -> Counter[tuple[str, int | None, int | None]]:
        """How often each event of each user's number stands in the audit log."""
        with self.office.database.read() as transaction:
            rows = transaction.audit.tail(10**6)
        return Counter((row.entry.event.value, row.entry.user, row.entry.n) for row in rows)


_HISTORY = settings(
    deadline=None,
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.mark.sqlite  # on PostgreSQL a step costs several times as much
class TestHistories(Histories.TestCase):
    settings = settings(_HISTORY, max_examples=6)


@pytest.mark.slow
@pytest.mark.timeout(600)
class TestManyHistories(Histories.TestCase):
    """About a minute of them on either database."""

    settings = settings(_HISTORY, max_examples=12 if on_postgres() else 50)
