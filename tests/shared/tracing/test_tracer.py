"""Spans begin, end and say what they may; whatever raises leaves a code and no text."""

from __future__ import annotations

import asyncio

import pytest

from shared.errors import Code, Failure
from shared.tracing.opening import BRANCH
from shared.tracing.traceparent import TraceParent
from shared.tracing.tracer import SilentTracer, Tracer
from tests.kept_spans import KeptSpans

SECRET = "a sentence that may hold anything"


@pytest.fixture
def kept() -> KeptSpans:
    """A tracer that keeps what it is told."""
    return KeptSpans()


def test_steps_lie_within_their_trace(kept: KeptSpans) -> None:
    with kept.tracer.trace("fetch"):
        with kept.tracer.step("attempt"), kept.tracer.step("connect"):
            kept.tracer.note(bytes=5)
        kept.tracer.note(attempt=1)
    (tree,) = kept.trees()
    assert (tree.name, tree.attributes, tree.names()) == ("fetch", {"attempt": 1}, ["attempt"])
    assert tree.below[0].find("connect").attributes == {"bytes": 5}


def test_a_step_of_no_trace_is_nothing(kept: KeptSpans) -> None:
    with kept.tracer.step("database.read"):
        kept.tracer.note(attempt=1)
    assert kept.finished() == []
    assert kept.tracer.parent() is None


def test_a_trace_in_a_trace_is_another(kept: KeptSpans) -> None:
    with kept.tracer.trace("one"), kept.tracer.trace("two"):
        pass
    assert len(kept.trees()) == 2


@pytest.mark.parametrize(
    ("error", "attributes"),
    [
        pytest.param(Failure(Code.PROOF_FAILED, SECRET), {"reason": "PROOF_FAILED"}, id="a failure"),
        pytest.param(ValueError(SECRET), {"error": "ValueError"}, id="an error"),
        pytest.param(asyncio.CancelledError(SECRET), {"error": "CancelledError"}, id="a peer that hung up"),
    ],
)
def test_what_raises_leaves_a_code_and_no_text(
    kept: KeptSpans, error: BaseException, attributes: dict[str, str]
) -> None:
    with pytest.raises(type(error)), kept.tracer.trace("fetch"):
        raise error
    (span,) = kept.finished()
    assert (dict(span.attributes or {}), span.events) == (attributes, ())
    assert (span.status.is_unset, span.status.description) == (False, None)
    assert SECRET not in span.to_json()


def test_what_is_not_listed_is_not_noted(kept: KeptSpans) -> None:
    with kept.tracer.trace("fetch"):
        kept.tracer.note(image="xray-7", user=17, attempt=2)
    assert kept.trees()[0].attributes == {"attempt": 2}


def test_a_span_goes_on_below_a_peers(kept: KeptSpans) -> None:
    peer = TraceParent(2**127 + 5, 7)
    with kept.tracer.trace("exchange", peer):
        here = kept.tracer.parent()
    (span,) = kept.finished()
    assert span.parent is not None
    assert (span.parent.trace_id, span.parent.span_id) == (peer.trace, peer.span)
    assert here is not None
    assert here.trace == peer.trace
    assert here.span != peer.span


def test_a_span_says_which_end_it_is_of_and_no_machine(kept: KeptSpans) -> None:
    with kept.tracer.trace("fetch"):
        pass
    about = kept.finished()[0].resource.attributes
    assert about["service.name"] == BRANCH
    assert set(about) == {"service.name", "service.version"}


def test_the_environment_turns_no_sampling_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "host.name=secret")
    kept = KeptSpans()
    with kept.tracer.trace("fetch"):
        pass
    assert "secret" not in kept.finished()[0].to_json()


def test_the_silent_tracer_notes_nothing() -> None:
    tracer: Tracer = SilentTracer()
    with tracer.trace("fetch", TraceParent(1, 1)), tracer.step("attempt"):
        tracer.note(attempt=1)
        assert tracer.parent() is None
