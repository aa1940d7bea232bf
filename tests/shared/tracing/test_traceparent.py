"""What a peer may say about its trace, and what is read over."""

from __future__ import annotations

import pytest

from shared.tracing.traceparent import HEADER, TraceParent, parent_in

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
SOUND = f"00-{TRACE}-{SPAN}-01"
PARENT = TraceParent(int(TRACE, 16), int(SPAN, 16))


def test_a_header_says_again_what_it_was_made_of() -> None:
    assert PARENT.header() == (HEADER, SOUND)
    assert parent_in([TraceParent(1, 2).header()]) == TraceParent(1, 2)
    assert len(TraceParent(1, 2).header()[1]) == 55


@pytest.mark.parametrize("flags", ["00", "01", "ff"])
def test_the_flags_of_a_peer_decide_nothing(flags: str) -> None:
    assert parent_in([(HEADER, f"00-{TRACE}-{SPAN}-{flags}")]) == PARENT


def test_other_metadata_is_read_over() -> None:
    others = [("tracestate", "vendor=1"), ("baggage", "user=17"), ("user-agent", "grpc"), ("x-bin", b"\0")]
    assert parent_in(others) is None
    assert parent_in([*others, (HEADER, SOUND)]) == PARENT


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("", id="empty"),
        pytest.param(SOUND.upper(), id="capitals"),
        pytest.param(SOUND + " ", id="a blank behind it"),
        pytest.param(SOUND + "\n", id="a line end behind it"),
        pytest.param(SOUND + "-more", id="something behind it"),
        pytest.param("01" + SOUND[2:], id="another version"),
        pytest.param("ff" + SOUND[2:], id="the version that is none"),
        pytest.param(f"00-{'0' * 32}-{SPAN}-01", id="no trace"),
        pytest.param(f"00-{TRACE}-{'0' * 16}-01", id="no span"),
        pytest.param(f"00-{TRACE[1:]}-{SPAN}-01", id="a short trace"),
        pytest.param(f"00-{TRACE}-{SPAN}0-01", id="a long span"),
        pytest.param(f"00-{TRACE[1:]}g-{SPAN}-01", id="no digit"),
        pytest.param(f"00-{TRACE[1:]}٣-{SPAN}-01", id="a digit of another script"),
        pytest.param(f"00_{TRACE}_{SPAN}_01", id="other marks between"),
        pytest.param("0" * 8000, id="long"),
        pytest.param(SOUND.encode(), id="bytes"),
    ],
)
def test_what_is_not_in_the_exact_form_is_none(value: str | bytes) -> None:
    assert parent_in([(HEADER, value)]) is None


def test_two_are_none() -> None:
    assert parent_in([(HEADER, SOUND), (HEADER, SOUND)]) is None
