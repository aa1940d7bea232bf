"""Health checks: the process lives, and whether exchanges could be served; no row is left behind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

import server.bootstrap.readiness
from server.bootstrap import probing
from server.bootstrap.credentials import Credentials
from server.bootstrap.probing import require_serving
from server.bootstrap.readiness import LEAST_VALIDITY, Readiness
from server.ports import Office, SilentMeter
from server.rpc.server import EXCHANGE_SERVICE, RpcServer
from server.services.audit import prove_writable, verify_audit
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home
from tests.loopback import audit, make_office, picture, put, serving
from tests.server.database_file import run_sql
from tests.server.settable_clock import SettableClock

INTERVAL = 0.05


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait long for the word of a server: beside other work it is slow, and is none the less alive."""
    monkeypatch.setattr(probing, "_DEADLINE_SECONDS", 60.0)


def becomes(office: Office, *, ready: bool) -> None:
    """Wait until the exchange service is ready, or is not; the process lives all the while."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        require_serving(office)
        try:
            require_serving(office, EXCHANGE_SERVICE)
            found = True
        except Failure as failure:
            found = failure.code is not Code.DRAINING
        if found is ready:
            return
        time.sleep(INTERVAL)
    raise AssertionError(f"it never became {'ready' if ready else 'unready'}")


def test_a_sound_head_office_is_ready_and_its_log_is_as_it_was(tmp_path: Path) -> None:
    office = make_office(tmp_path / "ho", health_interval_seconds=INTERVAL)
    put(office, "xray-7", picture(100))
    before = audit(office)
    with serving(office):
        require_serving(office, EXCHANGE_SERVICE)
        time.sleep(4 * INTERVAL)
        becomes(office, ready=True)
        assert audit(office) == before
    assert verify_audit(office).ok
    office.database.close()


def hide_image(office: Office) -> Callable[[], None]:
    """Take the file of an image away; what puts it back."""
    (file,) = (office.config.home / "images").glob("*.sealed")
    kept = file.rename(file.with_suffix(".kept"))
    return lambda: kept.rename(file) and None


def refuse_rows(office: Office) -> Callable[[], None]:
    """Let the audit log take no further row; what lets it again."""
    run_sql(
        office.config.home,
        "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END",
        as_attacker=False,
    )
    return lambda: run_sql(office.config.home, "DROP TRIGGER full", as_attacker=False) and None


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "spoil", [pytest.param(hide_image, id="no vault"), pytest.param(refuse_rows, id="no audit")]
)
def test_what_fails_ends_readiness_and_what_is_mended_brings_it_back(
    tmp_path: Path, spoil: Callable[[Office], Callable[[], None]]
) -> None:
    office = make_office(tmp_path / "ho", health_interval_seconds=INTERVAL)
    put(office, "xray-7", picture(100))
    with serving(office):
        becomes(office, ready=True)
        mend = spoil(office)
        becomes(office, ready=False)
        mend()
        becomes(office, ready=True)
    office.database.close()


class Told:
    """A server that remembers what it was told."""

    def __init__(self) -> None:
        self.ready: list[bool] = []

    async def set_ready(self, *, ready: bool) -> None:
        """Remember it."""
        self.ready.append(ready)


@pytest.mark.parametrize(
    ("left", "ready"),
    [
        pytest.param(LEAST_VALIDITY, True, id="a day left"),
        pytest.param(LEAST_VALIDITY - timedelta(seconds=1), False, id="less than a day left"),
        pytest.param(timedelta(days=-1), False, id="ended"),
    ],
)
def test_a_certificate_on_its_last_day_ends_readiness(tmp_path: Path, left: timedelta, ready: bool) -> None:
    made = make_office(tmp_path / "ho")
    certificate, _ = Credentials(open_home(tmp_path / "ho", HomeKind.HEAD_OFFICE), made.randomness).server()
    clock = SettableClock()
    clock.advance((certificate.not_valid_after_utc - left - clock.now()).total_seconds())
    told = Told()
    readiness = Readiness(replace(made, clock=clock), certificate, cast("RpcServer", told), SilentMeter())
    asyncio.run(readiness.look())
    assert told.ready == [ready]
    made.database.close()


def test_what_breaks_is_a_reason_not_to_be_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_office(tmp_path / "ho")
    certificate, _ = Credentials(open_home(tmp_path / "ho", HomeKind.HEAD_OFFICE), made.randomness).server()

    def breaks(_: Office) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(server.bootstrap.readiness, "prove_writable", breaks)
    told = Told()
    metered: list[bool] = []
    meter = SilentMeter()
    monkeypatch.setattr(meter, "stands", lambda *, ready, **_: metered.append(ready))
    asyncio.run(Readiness(made, certificate, cast("RpcServer", told), meter).look())
    assert (told.ready, metered) == ([False], [False])
    made.database.close()


def test_a_trial_leaves_no_row(office: Office) -> None:
    before = audit(office)
    prove_writable(office)
    assert audit(office) == before


@pytest.mark.sqlite
def test_a_trial_says_that_no_row_can_be_written(office: Office) -> None:
    refuse_rows(office)
    with pytest.raises(Failure) as refused:
        prove_writable(office)
    assert refused.value.code is Code.AUDIT_UNAVAILABLE
