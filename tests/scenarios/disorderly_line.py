"""What a proxy with both ends' TLS keys does to the order and the time of messages (protocol §3, §4.3)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from lab.demo.tampering_proxy import CHUNK_TAG, Delivery, Lost
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb

CHALLENGE_TAG, ACCEPT_TAG = b"\x0a", b"\x12"
"""First bytes of an ExchangeResponse with a Challenge, and with an Accept."""

SPOILT = 1
"""The index of the chunk that every rule below is about."""

_LONGEST_STALL_SECONDS = 100

Rule = Callable[[list[list[bytes]]], Delivery]
"""Takes the chunks of each attempt so far, and says what is delivered in place of the newest."""


@dataclass
class ChunkLine:
    """Passes what goes to a branch, but of the chunks what a rule says.

    Args:
        rule: the rule.
    """

    rule: Rule
    attempts: list[list[bytes]] = field(default_factory=list, init=False)

    def __call__(self, message: bytes) -> Delivery:
        """Deliver a message; an Accept begins another attempt."""
        if message.startswith(ACCEPT_TAG):
            self.attempts.append([])
        if not message.startswith(CHUNK_TAG):
            return message
        self.attempts[-1].append(message)
        return self.rule(self.attempts)


@dataclass
class Stall:
    """Holds one message of a kind back until the test is over.

    Args:
        tag: the first byte of such a message.
        place: how many of them pass before it.
    """

    tag: bytes
    place: int = 0
    over: threading.Event = field(default_factory=threading.Event, init=False)
    seen: int = field(default=0, init=False)

    def __call__(self, message: bytes) -> Delivery:
        """Deliver a message, late if it is the one."""
        if message.startswith(self.tag):
            self.seen += 1
            if self.seen == self.place + 1:
                self.over.wait(_LONGEST_STALL_SECONDS)
        return message


def swapped(attempts: list[list[bytes]]) -> Delivery:
    """A chunk after the one that follows it."""
    chunks = attempts[-1]
    if len(chunks) == SPOILT + 1:
        return ()
    return (chunks[SPOILT + 1], chunks[SPOILT]) if len(chunks) == SPOILT + 2 else chunks[-1]


def swapped_and_renumbered(attempts: list[list[bytes]]) -> Delivery:
    """The same, with the indices that the branch waits for."""
    chunks = attempts[-1]
    if len(chunks) == SPOILT + 1:
        return ()
    if len(chunks) == SPOILT + 2:
        return _numbered(chunks[SPOILT + 1], SPOILT), _numbered(chunks[SPOILT], SPOILT + 1)
    return chunks[-1]


def repeated(attempts: list[list[bytes]]) -> Delivery:
    """The chunk before it again, and it after that."""
    chunks = attempts[-1]
    return (chunks[-2], chunks[-1]) if len(chunks) == SPOILT + 1 else chunks[-1]


def repeated_and_renumbered(attempts: list[list[bytes]]) -> Delivery:
    """The chunk before it in its place, with its index."""
    chunks = attempts[-1]
    return _numbered(chunks[-2], SPOILT) if len(chunks) == SPOILT + 1 else chunks[-1]


def dropped(attempts: list[list[bytes]]) -> Delivery:
    """Nothing in its place."""
    chunks = attempts[-1]
    return () if len(chunks) == SPOILT + 1 else chunks[-1]


def spliced_from_an_attempt(attempts: list[list[bytes]]) -> Delivery:
    """The chunk of the same index of the first attempt, which is lost after it."""
    if len(attempts) == 1 and len(attempts[0]) == SPOILT + 2:
        raise Lost
    return spliced_from_a_message(attempts)


def spliced_from_a_message(attempts: list[list[bytes]]) -> Delivery:
    """The chunk of the same index of the first exchange, which passes as it is."""
    chunks = attempts[-1]
    return attempts[0][SPOILT] if len(chunks) == SPOILT + 1 else chunks[-1]


def _numbered(message: bytes, index: int) -> bytes:
    response = pb.ExchangeResponse.FromString(message)
    response.chunk.index = index
    return response.SerializeToString()
