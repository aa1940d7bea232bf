"""The life of the server: a port in use, a drain, a log that shows only what it may."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from branch_client.connection import ping
from server.bootstrap.logs import FIELDS, LibraryHandler, keep_listed_fields
from server.ports import Office, RequestState
from shared.errors import Code, Failure
from shared.protocol.messages import Outcome
from shared.wire import codec
from shared.wire.envelope import RequestFrame
from tests.loopback import enrol, grant, join, make_office, picture, put, serving
from tests.server.rpc.conftest import Post
from tests.server.rpc.raw_exchange import RawExchange


@pytest.mark.fault(37)
def test_a_drain_lets_the_exchange_in_progress_end_and_admits_no_other(tmp_path: Path) -> None:
    office = make_office(tmp_path / "head-office", chunk_bytes=1024, drain_grace_seconds=60.0)
    basra = join(office, tmp_path / "basra", "basra")
    enrol(office, 17)
    grant(office, 17, basra, tmp_path)
    put(office, "xray-7", picture(20_000))
    request_id = bytes(16)
    with serving(office) as stop, RawExchange(Post(office, basra, tmp_path), "xray-7", request_id) as raw:
        raw.hello()
        stop()
        raw.prove()
        raw.accept()
        with pytest.raises(Failure) as caught:
            ping(basra)
        assert caught.value.code in (Code.UNREACHABLE, Code.DRAINING)
        raw.take_chunks()
        receipt = raw.handshake.receipt(Outcome.DELIVERED)
        raw.stream.send(RequestFrame.RECEIPT, codec.encode_receipt(receipt))
        raw.stream.finish()
    with office.database.read() as transaction:
        record = transaction.requests.get(request_id)
    assert record is not None
    assert record.state is RequestState.DELIVERED


def test_a_sweep_that_breaks_is_not_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = make_office(tmp_path / "head-office", sweep_interval_seconds=0.01)
    third = threading.Event()
    sweeps: list[int] = []

    def broken(office: Office) -> int:
        sweeps.append(1)
        if len(sweeps) == 3:
            third.set()
        raise (Failure(Code.STORAGE_UNAVAILABLE) if len(sweeps) == 1 else OverflowError("canary"))

    monkeypatch.setattr("server.bootstrap.serving.sweep", broken)
    with serving(office):
        assert third.wait(60)


def test_a_port_in_use_is_a_conflict(tmp_path: Path) -> None:
    office = make_office(tmp_path / "head-office")
    with serving(office), pytest.raises(Failure) as caught, serving(office):
        pass
    assert caught.value.code is Code.CONFLICT
    assert "--listen" in caught.value.sentence


@pytest.mark.fault(23)
def test_a_clock_outside_the_certificate_stops_the_start(tmp_path: Path) -> None:
    office = make_office(tmp_path / "head-office")

    class Late:
        def now(self) -> object:
            return office.clock.now().replace(year=office.clock.now().year + 20)

        def monotonic(self) -> float:
            return office.clock.monotonic()

    with pytest.raises(Failure) as caught, serving(replace(office, clock=Late())):  # type: ignore[arg-type]
        pass
    assert caught.value.code is Code.CERTIFICATE_EXPIRED


def test_only_listed_fields_reach_the_log() -> None:
    line = {"event": "x", "user": 17, "key": b"secret", "print": "pixels", "mac": b"0"}
    assert keep_listed_fields(None, "info", line) == {"event": "x", "user": 17}
    assert not FIELDS & {"key", "secret", "print", "mac", "nonce", "image", "sha256", "data"}


def test_a_library_is_named_and_not_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    record = logging.LogRecord("grpc", logging.ERROR, "/x/aio.py", 7, "canary %s", ("secret",), None)
    with structlog.testing.capture_logs() as lines:
        LibraryHandler().emit(record)
    assert "canary" not in json.dumps(lines)
    assert lines[0]["library"] == "grpc"
    assert lines[0]["place"] == "aio.py:7"
    assert capsys.readouterr().out == ""
