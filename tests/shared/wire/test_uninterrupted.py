"""gRPC on a thread that no signal breaks into."""

from __future__ import annotations

import random
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NoReturn

import grpc
import pytest

from shared.wire.uninterrupted import Uninterrupted, run_uninterrupted

INTERRUPTS = 300


class Interrupted(BaseException):
    """What the alarm of these tests raises, as Ctrl-C raises ``KeyboardInterrupt``."""


def interrupt(number: int, frame: object) -> NoReturn:
    signal.setitimer(signal.ITIMER_REAL, 0)
    raise Interrupted


@pytest.fixture
def alarm() -> Iterator[Callable[[float], None]]:
    """Interrupt the main thread after so many seconds; it rings again until it is heard.

    What rings just before a thread begins to wait is heard only when it has waited.
    """
    before = signal.signal(signal.SIGALRM, interrupt)
    yield lambda seconds: (signal.setitimer(signal.ITIMER_REAL, seconds, 0.1), None)[1]
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def address() -> Iterator[str]:
    """A server that echoes one message, and streams of them."""
    handlers = {
        "Once": grpc.unary_unary_rpc_method_handler(lambda request, context: request),
        "Stream": grpc.stream_stream_rpc_method_handler(lambda requests, context: requests),
    }
    server = grpc.server(ThreadPoolExecutor(4))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("Echo", handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"127.0.0.1:{port}"
    server.stop(0)


def test_it_runs_in_order_and_elsewhere() -> None:
    thread = Uninterrupted()
    said: list[int] = []
    for number in range(5):
        thread.run(partial(said.append, number))
    assert said == [0, 1, 2, 3, 4]
    assert thread.run(threading.current_thread) is not threading.main_thread()
    assert run_uninterrupted(lambda: "answer") == "answer"


def test_what_it_raises_is_raised_here() -> None:
    thread = Uninterrupted()
    with pytest.raises(ZeroDivisionError):
        thread.run(lambda: 1 // 0)
    assert thread.run(lambda: 2) == 2


def test_its_thread_ends() -> None:
    thread = Uninterrupted()
    worker = thread.run(threading.current_thread)
    thread.end()
    worker.join(60)
    assert not worker.is_alive()


def test_an_interrupt_leaves_the_function_running(alarm: Callable[[float], None]) -> None:
    thread, go, done = Uninterrupted(), threading.Event(), threading.Event()

    def ring_and_go_on() -> None:
        alarm(0.01)
        assert go.wait(60)
        done.set()

    with pytest.raises(Interrupted):
        thread.run(ring_and_go_on)
    go.set()
    assert done.wait(60)


def once(thread: Uninterrupted, channel: grpc.Channel) -> None:
    for _ in range(20):
        thread.run(partial(channel.unary_unary("/Echo/Once"), b"x"))


def stream(thread: Uninterrupted, channel: grpc.Channel) -> None:
    for _ in range(20):
        messages = thread.run(partial(channel.stream_stream("/Echo/Stream"), iter([b"x", b"y"])))
        while thread.run(partial(next, messages, None)) is not None:
            pass


@pytest.mark.parametrize("calls", [once, stream])
def test_a_channel_closes_wherever_its_calls_were_interrupted(
    calls: Callable[[Uninterrupted, grpc.Channel], None], alarm: Callable[[float], None], address: str
) -> None:
    """Made in the main thread instead, such calls keep ``close`` from returning."""
    chance, interrupted = random.Random(7), 0
    for _ in range(INTERRUPTS):
        thread = Uninterrupted()
        channel = thread.run(partial(grpc.insecure_channel, address))
        try:
            alarm(chance.uniform(0.0005, 0.01))
            calls(thread, channel)
            alarm(0)  # within: the alarm may ring when the calls are over
        except Interrupted:
            interrupted += 1
        run_uninterrupted(channel.close)
        thread.end()
        with pytest.raises(ValueError, match="closed"):
            channel.unary_unary("/Echo/Once")(b"x")
    assert interrupted > 0
