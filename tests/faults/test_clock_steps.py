"""The wall clock steps while the head office serves: row 23."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from branch_client.branch import Branch
from branch_client.conversation import fetch
from server.adapters.system_clock import SystemClock
from server.bootstrap.head_office import open_head_office
from server.ports import Event, Office, RequestState
from server.services.audit import verify_audit
from shared.errors import Code, Failure
from shared.protocol.messages import Outcome
from shared.wire import codec
from shared.wire.envelope import RequestFrame
from tests.loopback import audit, enrol, grant, join, make_office, picture, put, serving
from tests.server.rpc.conftest import Post
from tests.server.rpc.raw_exchange import RawExchange

# Certificates begin on the real day; from two days later a clock can step back and still be within them.
DAY = timedelta(days=2)
STEPS = [
    pytest.param(timedelta(hours=1), id="an hour on"),
    pytest.param(timedelta(hours=-1), id="an hour back"),
]
YEARS = [
    pytest.param(timedelta(days=3652), id="ten years on"),
    pytest.param(timedelta(days=-3652), id="ten years back"),
]


class SteppingClock(SystemClock):
    """The machine's clock, whose wall time a test sets; what is monotonic stays so."""

    def __init__(self) -> None:
        self.step = DAY

    def now(self) -> datetime:
        """Wall time, wrong by the step."""
        return super().now() + self.step


@dataclass(frozen=True)
class World:
    """A serving head office by that clock, and a branch that has the right time."""

    office: Office
    basra: Branch
    clock: SteppingClock
    folder: Path


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """One user, one image, four requests at a time and hardly another one."""
    monkeypatch.setenv("RIDGEKEY_BRANCH_HELLO_BURST", "4")
    monkeypatch.setenv("RIDGEKEY_BRANCH_HELLOS_PER_SECOND", "0.001")
    made = make_office(tmp_path / "head-office", chunk_bytes=1024)
    basra = join(made, tmp_path / "basra", "basra", attempts=1)
    enrol(made, 17)
    grant(made, 17, basra, tmp_path)
    put(made, "scan", picture(20_000))
    made.database.close()
    clock = SteppingClock()
    opened = open_head_office(made.config.home, clock=clock)
    office = replace(opened, config=made.config, models=made.models)
    with serving(office):
        yield World(office, basra, clock, tmp_path)
    office.database.close()


def refusal(branch: Branch) -> Code:
    """The code that a fetch fails with."""
    with pytest.raises(Failure) as caught:
        fetch(branch, 17, "scan")
    return caught.value.code


@pytest.mark.fault(23)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_within_the_certificates_changes_nothing_else(world: World, step: timedelta) -> None:
    assert fetch(world.basra, 17, "scan").n == 1
    with RawExchange(Post(world.office, world.basra, world.folder), "scan", bytes(16)) as exchange:
        exchange.hello()
        exchange.prove()
        exchange.accept()
        exchange.take_chunks(5)
        world.clock.step += step
        exchange.take_chunks(exchange.manifest.chunk_count - 5)
        receipt = codec.encode_receipt(exchange.handshake.receipt(Outcome.DELIVERED))
        exchange.stream.send(RequestFrame.RECEIPT, receipt)
        exchange.stream.finish()
    with world.office.database.read() as transaction:
        request = transaction.requests.get(bytes(16))
    assert request is not None
    assert request.state is RequestState.DELIVERED
    assert fetch(world.basra, 17, "scan").n == 3
    assert fetch(world.basra, 17, "scan").n == 4
    # Four requests are what the burst allows, and an hour of wall time earns no fifth.
    assert refusal(world.basra) is Code.RATE_LIMITED


@pytest.mark.fault(23)
def test_the_audit_goes_by_its_numbers_when_time_goes_back(world: World) -> None:
    fetch(world.basra, 17, "scan")
    world.clock.step -= timedelta(hours=1)
    fetch(world.basra, 17, "scan")
    rows = audit(world.office)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    times = [row.time for row in rows]
    assert times != sorted(times)
    assert verify_audit(world.office).ok
    assert [row.entry.n for row in rows if row.entry.event is Event.RESERVED] == [1, 2]


@pytest.mark.fault(23)
@pytest.mark.parametrize("step", YEARS)
def test_outside_the_certificates_nothing_goes_until_the_clock_is_right(
    world: World, step: timedelta
) -> None:
    world.clock.step += step
    assert refusal(world.basra) is Code.CERTIFICATE_EXPIRED
    world.clock.step -= step
    assert fetch(world.basra, 17, "scan").n == 1
