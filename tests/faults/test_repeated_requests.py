"""One request asked for again and again, and by two branches at once: rows 5 and 10."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from server.ports import Event
from shared.errors import MEANINGS, Code, Failure
from tests.faults.conftest import World
from tests.loopback import audit
from tests.server.rpc.raw_exchange import RawExchange


@pytest.mark.fault(5)
def test_the_sixth_attempt_of_one_request_is_refused(world: World) -> None:
    numbers = set()
    for _ in range(5):
        with RawExchange(world.post, "small", b"answers get lost") as exchange:
            exchange.hello()
            exchange.prove()
            exchange.accept()
            numbers.add(exchange.challenge.n)
    (n,) = numbers
    with RawExchange(world.post, "small", b"answers get lost") as exchange, pytest.raises(Failure) as refused:
        exchange.hello()
    assert refused.value.code is Code.ATTEMPTS_EXHAUSTED
    assert MEANINGS[refused.value.code].status == "FAILED_PRECONDITION"
    released = [row.entry for row in audit(world.office) if row.entry.event is Event.RELEASED]
    assert [entry.attempt for entry in released if entry.n == n] == [1, 2, 3, 4, 5]
    assert max(row.entry.n or 0 for row in audit(world.office)) == n


@pytest.mark.fault(10)
def test_of_two_branches_with_one_request_id_one_has_it(world: World) -> None:
    before = len(audit(world.office))
    barrier = threading.Barrier(2)

    def ask(post: object) -> Code | None:
        with RawExchange(post, "small", b"one id, two ends") as exchange:  # type: ignore[arg-type]
            barrier.wait(60)
            try:
                exchange.hello()
            except Failure as failure:
                return failure.code
            return None

    posts = (world.post, replace(world.post, basra=world.mosul))
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(ask, posts))
    assert sorted(answers, key=str) == [Code.IDEMPOTENCY_MISMATCH, None]
    rows = [row.entry for row in audit(world.office)[before:]]
    loser = (world.basra, world.mosul)[answers.index(Code.IDEMPOTENCY_MISMATCH)]
    # The winner hangs up without a proof, which may be noted as its own refusal or as a call cancelled.
    mismatched = [row.actor for row in rows if row.reason == Code.IDEMPOTENCY_MISMATCH.value]
    assert mismatched == [loser.identity.uri]
    assert len([row for row in rows if row.event is Event.RESERVED]) == 1
