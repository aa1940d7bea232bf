"""Two parties over every transport, and what each does when the other does not keep to the exchange."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest

from lab.generators.tree_parity.between_processes import agree_between_processes
from lab.generators.tree_parity.key_generator import SeededRandomness
from lab.generators.tree_parity.messages import Greeting, Role, output_message, read_greeting
from lab.generators.tree_parity.parameters import Rule, TreeParity
from lab.generators.tree_parity.party import Party
from lab.generators.tree_parity.transport import QueueTransport, SocketTransport, Transport, queue_pair
from lab.generators.tree_parity.within_process import agree_within_process
from shared.errors import Code, Failure

SMALL = TreeParity(3, 20, 2)
SEED = b"parties"
ONE = np.ones(1, np.int8)


def seeded(role: Role) -> SeededRandomness:
    return SeededRandomness(SEED, role)


def sockets() -> tuple[Transport, Transport]:
    ours, theirs = socket.socketpair()
    return SocketTransport(ours), SocketTransport(theirs)


@pytest.mark.parametrize("rule", Rule)
def test_both_parties_have_the_same_key_over_every_transport(rule: Rule) -> None:
    parameters = TreeParity(3, 20, 2, rule)
    keys = set()
    for ends in (queue_pair(), sockets()):
        ours, theirs = agree_within_process(parameters, seeded, ends=ends)
        assert ours.key.equals_in_constant_time(theirs.key)
        assert (ours.steps, ours.confirmations) == (theirs.steps, theirs.confirmations)
        assert ours.steps >= 50
        keys.add(ours.key.export_bytes())
    assert len(keys) == 1


def test_two_processes_have_the_same_key() -> None:
    ours, theirs = agree_between_processes(SMALL)
    assert (ours.role, theirs.role) == ("initiator", "responder")
    assert ours.fingerprint == theirs.fingerprint
    assert (ours.steps, ours.bytes_sent) == (theirs.steps, theirs.bytes_sent)


class Tap:
    """A transport that keeps what passes and may change it.

    Args:
        end: what is tapped.
        change: what is sent in place of a message.
    """

    def __init__(
        self, end: QueueTransport, change: Callable[[bytes], bytes] = lambda message: message
    ) -> None:
        self._end, self._change = end, change
        self.sent: list[bytes] = []

    def send(self, message: bytes) -> None:
        self.sent.append(self._change(message))
        self._end.send(self.sent[-1])

    def receive(self) -> bytes:
        return self._end.receive()

    def close(self) -> None:
        self._end.close()


def test_the_key_rests_on_x25519_too_and_no_weight_is_sent() -> None:
    ours, theirs = queue_pair()
    tap = Tap(ours)
    agreed, _ = agree_within_process(SMALL, seeded, ends=(tap, theirs))

    class OtherX25519(SeededRandomness):
        """The same weights and nonce, another X25519 key."""

        def token(self, length: int) -> bytes:
            drawn = super().token(length)
            self.drawn = getattr(self, "drawn", 0) + 1
            return drawn if self.drawn != 2 else bytes(31) + b"\x09"

    other, _ = agree_within_process(SMALL, lambda role: OtherX25519(SEED, role))
    assert other.key.export_bytes() != agreed.key.export_bytes()
    lengths = {len(message) for message in tap.sent}
    # Beyond the greeting only outputs of one bit and MACs of 32 bytes.
    assert lengths == {len(tap.sent[0]), len(output_message(0, ONE)), 4 + 12 + 4 + 8 + 4 + 32}


def test_weights_are_compared_after_fifty_equal_outputs_and_then_every_25() -> None:
    ours, theirs = queue_pair()
    tap = Tap(ours)
    agreed, _ = agree_within_process(TreeParity(3, 100, 3), seeded, ends=(tap, theirs))
    kinds = [b"confirmation" in message for message in tap.sent]
    places = [sum(not kind for kind in kinds[1 : at + 1]) for at, kind in enumerate(kinds) if kind]
    assert places[-1] == agreed.steps
    assert all((later - earlier) % 25 == 0 or later - earlier >= 50 for earlier, later in pairwise(places))


WRONG = {
    "an output that is none": lambda message: message[:-1] + b"\x02",
    "another step's output": lambda message: output_message(99, ONE) if b"output" in message else message,
    "a message that is cut short": lambda message: message[:-1],
    "its own role": lambda message: message.replace(b"initiator", b"responder"),
    "a public key of low order": lambda message: (
        message[:-32] + bytes(32) if b"greeting" in message else message
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_party_that_does_not_keep_to_the_exchange_is_refused(case: str) -> None:
    ours, theirs = queue_pair()
    change = WRONG[case]
    with ThreadPoolExecutor(1) as pool:
        responder = pool.submit(Party(Role.RESPONDER, SMALL, theirs, seeded(Role.RESPONDER)).agree)
        with pytest.raises(Failure):
            Party(Role.INITIATOR, SMALL, Tap(ours, change), seeded(Role.INITIATOR)).agree()
        with pytest.raises(Failure) as caught:
            responder.result()
    assert caught.value.code is Code.MALFORMED


def test_other_parameters_are_refused_by_both() -> None:
    ours, theirs = queue_pair()
    with ThreadPoolExecutor(1) as pool:
        responder = pool.submit(
            Party(Role.RESPONDER, TreeParity(3, 21), theirs, seeded(Role.RESPONDER)).agree
        )
        with pytest.raises(Failure, match="the same parameters"):
            Party(Role.INITIATOR, SMALL, ours, seeded(Role.INITIATOR)).agree()
        with pytest.raises(Failure, match="the same parameters"):
            responder.result()


def test_machines_that_take_too_long_are_given_up() -> None:
    with pytest.raises(Failure, match="did not synchronise within 40 steps") as caught:
        agree_within_process(TreeParity(), seeded, steps_max=40)
    assert caught.value.code is Code.LOCAL_FAILURE


def test_a_silent_end_is_unreachable() -> None:
    ours, theirs = sockets()
    theirs.close()
    for _ in range(2):
        with pytest.raises(Failure) as caught:
            ours.receive()
        assert caught.value.code is Code.UNREACHABLE


def test_a_message_that_is_too_long_is_refused() -> None:
    ours, theirs = socket.socketpair()
    ours.sendall((1 << 20).to_bytes(4, "big"))
    end = SocketTransport(theirs)
    with pytest.raises(Failure) as caught:
        end.receive()
    ours.close()
    end.close()
    assert caught.value.code is Code.MALFORMED


def test_a_greeting_comes_back_as_it_was() -> None:
    greeting = Greeting(Role.RESPONDER, TreeParity(8, 16, 8, Rule.HEBBIAN), bytes(32), bytes(range(32)))
    assert read_greeting(greeting.encode()) == greeting
    out_of_range = greeting.encode().replace((16).to_bytes(8, "big"), (1 << 40).to_bytes(8, "big"))
    with pytest.raises(Failure):
        read_greeting(out_of_range)
