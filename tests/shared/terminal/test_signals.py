"""A command that is told to end puts away what it has in the open."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from shared.terminal.signals import ending_interrupts

ENDING = [signal.SIGTERM, signal.SIGHUP]


@pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)
def test_being_told_to_end_is_an_interrupt(number: signal.Signals) -> None:
    before, put_away = {each: signal.getsignal(each) for each in ENDING}, []

    def be_told_more_than_once() -> None:
        with ending_interrupts():
            try:
                os.kill(os.getpid(), number)
            finally:
                for each in ENDING:
                    os.kill(os.getpid(), each)
                put_away.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        be_told_more_than_once()
    assert put_away == ["all of it"]
    assert {each: signal.getsignal(each) for each in ENDING} == before


def test_a_thread_leaves_the_handlers_alone() -> None:
    before, seen = signal.getsignal(signal.SIGTERM), []

    def look() -> None:
        with ending_interrupts():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [before]
