"""A TCP relay that cuts the line after some bytes towards the client: a network that dies mid-stream."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType


class SeveringRelay:
    """Relays connections to ``target``; the first ``cuts`` of them end after ``after_bytes`` of answers.

    Args:
        target: HOST:PORT of the server.
        after_bytes: how many bytes from the server pass before the cut.
        cuts: how many connections are cut; later ones pass whole.
    """

    def __init__(self, target: str, after_bytes: int, cuts: int) -> None:
        host, _, port = target.rpartition(":")
        self._target = (host, int(port))
        self._after_bytes = after_bytes
        self._cuts = cuts
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """HOST:PORT to connect to."""
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> SeveringRelay:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self.connections += 1
                budget = self._after_bytes if self.connections <= self._cuts else None
                server = socket.create_connection(self._target)
                threading.Thread(target=_pump, args=(client, server, None), daemon=True).start()
                threading.Thread(target=_pump, args=(server, client, budget), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket, budget: int | None) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(4096):
            if budget is not None:
                data, budget = data[:budget], max(0, budget - len(data))
            sink.sendall(data)
            if budget == 0:
                break
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
