"""Traces are off by default; asked for, they are sent, and nobody waits long for a place that takes none."""

from __future__ import annotations

import sys

import pytest

from shared.errors import Code, Failure
from shared.tracing.opening import BRANCH, tracing
from shared.tracing.tracer import SilentTracer
from tests.free_ports import free_address
from tests.otlp_receiver import receiving


def nobody_told() -> None:
    """Not to be called."""
    raise AssertionError("nothing was to be lost")


def test_without_an_endpoint_nothing_is_loaded() -> None:
    with tracing(None, BRANCH, nobody_told) as tracer:
        assert isinstance(tracer, SilentTracer)


def test_what_was_traced_is_sent_at_the_end() -> None:
    with receiving() as receiver:
        with tracing(receiver.endpoint, BRANCH, nobody_told) as tracer, tracer.trace("fetch"):
            tracer.note(attempt=3)
        (span,) = receiver.spans()[BRANCH]
    assert (span.name, [(each.key, each.value.int_value) for each in span.attributes]) == (
        "fetch",
        [("attempt", 3)],
    )


def test_what_was_traced_is_sent_when_the_block_fails() -> None:
    def fail(endpoint: str) -> None:
        with tracing(endpoint, BRANCH, nobody_told) as tracer, tracer.trace("fetch"):
            raise Failure(Code.NOT_GRANTED)

    with receiving() as receiver:
        with pytest.raises(Failure):
            fail(receiver.endpoint)
        assert [span.name for span in receiver.spans()[BRANCH]] == ["fetch"]


def test_lost_spans_are_said_once(capfd: pytest.CaptureFixture[str]) -> None:
    lost: list[str] = []
    endpoint = f"http://{free_address()}"
    with tracing(endpoint, BRANCH, lambda: lost.append("lost")) as tracer:
        for _ in range(600):  # more than are sent at once
            with tracer.trace("fetch"):
                pass
    assert lost == ["lost"]
    assert capfd.readouterr() == ("", "")


def test_without_the_extra_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "shared.tracing.otlp", raising=False)
    monkeypatch.setattr(sys.modules["shared.tracing"], "otlp", None, raising=False)
    monkeypatch.delattr(sys.modules["shared.tracing"], "otlp")
    for name in [each for each in sys.modules if each.partition(".")[0] == "opentelemetry"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with (
        pytest.raises(Failure, match=r"pip install 'ridgekey\[otel\]'") as caught,
        tracing("http://127.0.0.1:4317", BRANCH, nobody_told),
    ):
        pass
    assert (caught.value.code, caught.value.field) == (Code.INVALID_INPUT, "otel_endpoint")


def test_a_variable_without_a_valid_value_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none of them")
    with (
        pytest.raises(Failure, match="OTEL_") as caught,
        tracing("http://127.0.0.1:4317", BRANCH, nobody_told),
    ):
        pass
    assert caught.value.code is Code.INVALID_INPUT
