"""A head office that is killed mid-stream, as a process of its own: no number is lost or used twice."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from branch_client.connection import ExchangeStream
from branch_client.conversation import fetch
from server.ports import Event
from shared.errors import Code, Failure
from shared.protocol.messages import Chunk
from tests.loopback import audit, picture, put
from tests.process_models import office_and_branch_of_processes
from tests.server_process import server_process


@pytest.mark.fault(3)
def test_a_kill_mid_stream_costs_one_attempt_and_no_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, basra = office_and_branch_of_processes(tmp_path)
    image = picture(12 << 20)
    put(office, "large", image)
    output = tmp_path / "image"

    with server_process(office.config.home) as process:
        intact = ExchangeStream.receive_chunk

        def killing(stream: ExchangeStream) -> Chunk | None:
            chunk = intact(stream)
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
            return chunk

        monkeypatch.setattr(ExchangeStream, "receive_chunk", killing)
        with pytest.raises(Failure) as caught:
            fetch(basra, 17, "large", output=output)
        monkeypatch.undo()
    assert caught.value.code is Code.UNREACHABLE
    assert not output.exists()

    with server_process(office.config.home):
        fetched = fetch(basra, 17, "large", output=output)
    assert (fetched.n, fetched.attempt) == (1, 2)
    assert output.read_bytes() == image
    events = [row.entry.event for row in audit(office) if row.entry.n == 1]
    assert events == [Event.RESERVED, Event.RELEASED, Event.RETRY, Event.RELEASED, Event.DELIVERED]
    office.database.close()
