"""The branch's smaller parts: configuration, and a connection that cannot be made."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from branch_client.bootstrap import SystemClock, open_branch
from branch_client.config import load_config
from branch_client.connection import ping
from branch_client.conversation import fetch
from branch_client.joining import found_branch
from shared.errors import Code, Failure
from tests.branch_client.conftest import World
from tests.free_ports import free_address
from tests.loopback import RANDOMNESS, join, make_office


class ShiftedClock(SystemClock):
    """The machine's clock, wrong by some days; sleeps are noted and not slept."""

    def __init__(self, days: float) -> None:
        self._shift = timedelta(days=days)
        self.slept: list[float] = []

    def now(self) -> Any:
        """Wall time, wrong."""
        return super().now() + self._shift

    def sleep(self, seconds: float) -> None:
        """Note it."""
        self.slept.append(seconds)


def test_the_environment_configures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_HOME", "/elsewhere")
    monkeypatch.setenv("RIDGEKEY_ATTEMPTS", "2")
    config = load_config(tmp_path)
    assert (config.home, config.attempts) == (tmp_path, 2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ATTEMPTS", "6"),
        ("MAX_IMAGE_BYTES", "-1"),
        ("RETRY_WINDOW_SECONDS", "soon"),
        ("SCAN_LOCKOUT_SECONDS", "inf"),
        ("SCAN_BACKOFF_SECONDS", "1e308"),
    ],
)
def test_a_setting_with_no_valid_value_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"RIDGEKEY_{name}", value)
    with pytest.raises(Failure) as caught:
        load_config(tmp_path)
    assert caught.value.code is Code.INVALID_INPUT
    assert f"RIDGEKEY_{name}" in caught.value.sentence


def test_a_branch_that_was_not_admitted_says_so(tmp_path: Path) -> None:
    found_branch(tmp_path / "basra", "basra", None, RANDOMNESS)
    with pytest.raises(Failure) as caught:
        open_branch(tmp_path / "basra")
    assert caught.value.code is Code.HOME_INVALID
    assert "accept" in caught.value.sentence


@pytest.mark.fault(22, 23)
@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param(-30.0, Code.CLOCK_WRONG, id="a clock before the certificate"),
        pytest.param(4000.0, Code.CERTIFICATE_EXPIRED, id="a clock after it"),
    ],
)
def test_the_own_certificate_is_checked_before_connecting(world: World, days: float, expected: Code) -> None:
    branch = replace(world.basra, clock=ShiftedClock(days))
    with pytest.raises(Failure) as caught:
        ping(branch)
    assert caught.value.code is expected


def test_a_head_office_that_does_not_run_is_tried_with_growing_pauses(world: World, tmp_path: Path) -> None:
    clock = ShiftedClock(0)
    settings = {"server": free_address(), "first_backoff_seconds": 0.2}
    branch = replace(world.basra, clock=clock, config=world.basra.config.model_copy(update=settings))
    with pytest.raises(Failure) as caught:
        fetch(branch, 17, "size-1", output=tmp_path / "image")
    assert (caught.value.code, caught.value.exit_code) == (Code.UNREACHABLE, 6)
    least = [0.2, 0.4, 0.8, 1.6]
    assert all(pause <= slept <= 1.5 * pause for pause, slept in zip(least, clock.slept, strict=True))
    assert clock.slept != least, "branches that were refused together would come back together"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.fault(22)
def test_an_impostor_with_another_authority_is_not_reached(world: World, tmp_path: Path) -> None:
    stranger = make_office(tmp_path / "other")
    foreign = join(stranger, tmp_path / "basra", "basra", server=world.basra.address)
    with pytest.raises(Failure) as caught:
        ping(foreign)
    assert caught.value.code is Code.UNREACHABLE
    stranger.database.close()


def test_a_branch_without_an_enrolment_learns_what_to_import(world: World, tmp_path: Path) -> None:
    kirkuk = join(world.office, tmp_path / "kirkuk", "kirkuk")
    with world.office.database.write() as transaction:
        transaction.grants.add("kirkuk", 17, world.office.clock.now())
    with pytest.raises(Failure) as caught:
        fetch(kirkuk, 17, "size-1")
    assert caught.value.code is Code.GENERATION_STALE
    assert "import" in caught.value.sentence
