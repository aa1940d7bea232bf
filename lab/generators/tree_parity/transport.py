"""What two parties speak over: whole messages, in order, within one process or over a local socket."""

from __future__ import annotations

import contextlib
import queue
import socket
from typing import Protocol

from shared.errors import Code, Failure

PATIENCE_SECONDS = 60.0
"""How long a party waits for the other's next message."""

MESSAGE_MAX_BYTES = 1024
_LENGTH_BYTES = 4


class Transport(Protocol):
    """One end of a connection."""

    def send(self, message: bytes) -> None:
        """Send one message.

        Raises:
            Failure: ``UNREACHABLE`` when the other end is gone.
        """

    def receive(self) -> bytes:
        """The other end's next message.

        Raises:
            Failure: ``UNREACHABLE`` when the other end is gone or says nothing for a minute, ``MALFORMED``
                for a message that is too long.
        """

    def close(self) -> None:
        """Tell the other end that nothing further comes. Closing twice is harmless."""


class QueueTransport:
    """One end within a process.

    Args:
        incoming: messages for this end; None is the end.
        outgoing: messages for the other end.
    """

    def __init__(
        self, incoming: queue.SimpleQueue[bytes | None], outgoing: queue.SimpleQueue[bytes | None]
    ) -> None:
        self._incoming = incoming
        self._outgoing = outgoing

    def send(self, message: bytes) -> None:
        """Send one message; see :class:`Transport`."""
        self._outgoing.put(message)

    def receive(self) -> bytes:
        """The next message; see :class:`Transport`."""
        try:
            message = self._incoming.get(timeout=PATIENCE_SECONDS)
        except queue.Empty:
            raise _gone() from None
        if message is None:
            raise _gone()
        return message

    def close(self) -> None:
        """Close; see :class:`Transport`."""
        self._outgoing.put(None)


def queue_pair() -> tuple[QueueTransport, QueueTransport]:
    """The two ends of a connection within this process, each for a thread of its own."""
    there: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    back: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    return QueueTransport(back, there), QueueTransport(there, back)


class SocketTransport:
    """One end of a connected stream socket; a message is its length, 32-bit big-endian, and its bytes.

    Args:
        connection: it is closed with this.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        connection.settimeout(PATIENCE_SECONDS)
        if connection.family in (socket.AF_INET, socket.AF_INET6):
            # Each message waits for its answer: none may be held back to be joined with the next.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, message: bytes) -> None:
        """Send one message; see :class:`Transport`."""
        try:
            self._connection.sendall(len(message).to_bytes(_LENGTH_BYTES, "big") + message)
        except OSError:
            raise _gone() from None

    def receive(self) -> bytes:
        """The next message; see :class:`Transport`."""
        length = int.from_bytes(self._exactly(_LENGTH_BYTES), "big")
        if length > MESSAGE_MAX_BYTES:
            raise Failure(Code.MALFORMED)
        return self._exactly(length)

    def close(self) -> None:
        """Close; see :class:`Transport`."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
        self._connection.close()

    def _exactly(self, count: int) -> bytes:
        received = bytearray()
        while len(received) < count:
            try:
                piece = self._connection.recv(count - len(received))
            except OSError:
                raise _gone() from None
            if not piece:
                raise _gone()
            received += piece
        return bytes(received)


def _gone() -> Failure:
    return Failure(Code.UNREACHABLE, "The other party is gone or silent; start both again.")
