"""Commands on a home trace their verbs, where the settings say so."""

from __future__ import annotations

import sys

import pytest

from shared.tracing.opening import HEAD_OFFICE
from tests.command_lines import ridgekey, ridgekey_branch
from tests.free_ports import free_address
from tests.otlp_receiver import receiving
from tests.staffed_homes import Homes


def test_a_verb_is_a_trace_with_what_it_asks_of_the_database(
    homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as receiver:
        monkeypatch.setenv("RIDGEKEY_OTEL_ENDPOINT", receiver.endpoint)
        done = ridgekey("user", "add", "583", "--reason", "a canary reason", home=homes.office)
        assert (done.code, done.err) == (0, "")
        spans = receiver.spans()[HEAD_OFFICE]
    (verb,) = [span for span in spans if span.name == "administration.add_user"]
    assert {"database.write", "audit.append"} <= {span.name for span in spans}
    assert {span.trace_id for span in spans if span.parent_span_id} == {verb.trace_id}
    exported = b"".join(receiver.requests)
    for canary in (b"583", b"canary", str(homes.office).encode()):
        assert canary not in exported


def test_a_refused_verb_says_its_code(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as receiver:
        monkeypatch.setenv("RIDGEKEY_OTEL_ENDPOINT", receiver.endpoint)
        assert ridgekey("user", "show", "599", home=homes.office).code == 3
        (verb,) = [each for each in receiver.spans()[HEAD_OFFICE] if each.name == "administration.show_user"]
    assert [(each.key, each.value.string_value) for each in verb.attributes] == [("reason", "NOT_FOUND")]


def test_a_collector_that_is_away_is_said_and_changes_nothing(
    homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIDGEKEY_OTEL_ENDPOINT", f"http://{free_address()}")
    done = ridgekey("user", "add", "583", home=homes.office)
    assert (done.code, done.sentence) == (
        0,
        "The traces of this command were not taken; it is done all the same.",
    )


@pytest.mark.parametrize("command", [("serve",), ("user", "list")])
def test_without_the_extra_a_head_office_says_what_to_install(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    take_out_the_extra(monkeypatch)
    refused = ridgekey(*command, home=homes.office)
    assert refused.code == 2
    assert "pip install 'ridgekey[otel]'" in refused.err


def test_without_the_extra_a_branch_says_what_to_install(
    homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_out_the_extra(monkeypatch)
    before = homes.everything()
    refused = ridgekey_branch("fetch", "17", "scan-1", "-o", homes.basra / "scan-1.png", home=homes.basra)
    assert (refused.code, "pip install 'ridgekey[otel]'" in refused.err) == (2, True)
    assert homes.everything() == before


def take_out_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for traces where OpenTelemetry is not installed."""
    monkeypatch.setenv("RIDGEKEY_OTEL_ENDPOINT", "http://127.0.0.1:4317")
    monkeypatch.delitem(sys.modules, "shared.tracing.otlp", raising=False)
    monkeypatch.delattr(sys.modules["shared.tracing"], "otlp", raising=False)
    for name in [each for each in sys.modules if each.partition(".")[0] == "opentelemetry"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
