"""Refusals by the minute (protocol §7.5)."""

from __future__ import annotations

from server.adapters.memory import refusal_minutes
from server.adapters.memory.refusal_minutes import RefusalMinutes
from tests.server.settable_clock import SettableClock


def test_minute_without_repeats_leaves_nothing() -> None:
    clock = SettableClock()
    minutes = RefusalMinutes(clock)
    assert minutes.first("a", "X")
    clock.advance(60)
    assert minutes.due() == []
    assert minutes.first("a", "X")


def test_nothing_is_lost_when_the_minute_is_over_and_not_yet_written() -> None:
    clock = SettableClock()
    minutes = RefusalMinutes(clock)
    minutes.first("a", "X")
    clock.advance(90)
    assert not minutes.first("a", "X")
    assert minutes.due() == [("a", "X", 1)]


def test_memory_is_bounded(monkeypatch) -> None:
    monkeypatch.setattr(refusal_minutes, "MAX_TRACKED", 2)
    minutes = RefusalMinutes(SettableClock())
    assert [minutes.first(peer, "X") for peer in ("a", "b", "c", "d")] == [True, True, True, False]
    assert minutes.due(everything=True) == [("others", "X", 1)]
