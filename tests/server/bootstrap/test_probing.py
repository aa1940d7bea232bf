"""Whether a head office serves, asked over its own TLS port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from server.bootstrap.probing import require_serving
from server.ports import Office
from shared.errors import Code, Failure
from tests.loopback import make_office, serving


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A head office."""
    made = make_office(tmp_path / "ho")
    yield made
    made.database.close()


def hang_up(listening: socket.socket) -> None:
    """Take one connection and end it."""
    listening.accept()[0].close()


def refusal(office: Office) -> Failure:
    """How the question ends."""
    with pytest.raises(Failure) as refused:
        require_serving(office)
    return refused.value


def test_a_serving_head_office_answers(office: Office) -> None:
    with serving(office):
        assert require_serving(office) == office.config.listen


def test_one_that_listens_everywhere_is_asked_here(office: Office) -> None:
    port = office.config.listen.rpartition(":")[2]
    everywhere = replace(office, config=office.config.model_copy(update={"listen": f"0.0.0.0:{port}"}))
    with serving(everywhere):
        assert require_serving(everywhere) == f"127.0.0.1:{port}"


def test_silence_is_unreachable(office: Office) -> None:
    failure = refusal(office)
    assert (failure.code, failure.exit_code) == (Code.UNREACHABLE, 6)
    assert "ridgekey serve" in failure.sentence


def test_something_else_on_the_port_is_unreachable(office: Office) -> None:
    host, _, port = office.config.listen.rpartition(":")
    with socket.socket() as other:
        other.bind((host, int(port)))
        other.listen()
        threading.Thread(target=hang_up, args=(other,)).start()
        assert refusal(office).code is Code.UNREACHABLE


def test_another_head_office_on_the_port_is_unreachable(office: Office, tmp_path: Path) -> None:
    other = make_office(tmp_path / "other")
    moved = replace(other, config=other.config.model_copy(update={"listen": office.config.listen}))
    with serving(moved):
        assert refusal(office).code is Code.UNREACHABLE
    other.database.close()
