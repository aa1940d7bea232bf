"""The three messages of the exchange: a greeting, the output of a step, and a confirmation."""

from __future__ import annotations

import enum
from dataclasses import dataclass, fields

import numpy as np

from lab.generators.tree_parity.parameters import Outputs, TreeParity
from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure

NONCE_BYTES = 32
PUBLIC_KEY_BYTES = 32
TAG_BYTES = 32

_GREETING, _OUTPUT, _CONFIRMATION = "greeting", "output", "confirmation"


class Role(enum.StrEnum):
    """Whose machine it is; the initiator's messages stand first in the transcript."""

    INITIATOR = "initiator"
    RESPONDER = "responder"

    @property
    def other(self) -> Role:
        """The peer's."""
        return Role.RESPONDER if self is Role.INITIATOR else Role.INITIATOR


@dataclass(frozen=True)
class Greeting:
    """What each party says first.

    Attributes:
        role: the sender's.
        parameters: of the machines; both parties must have the same.
        nonce: 32 random bytes, from which with the other's the public inputs are made.
        public_key: X25519, 32 bytes.
    """

    role: Role
    parameters: TreeParity
    nonce: bytes
    public_key: bytes

    def encode(self) -> bytes:
        """As it is sent."""
        return lv(_GREETING, self.role, *self.parameters.numbers, self.nonce, self.public_key)


def read_greeting(message: bytes, machines: type[TreeParity] = TreeParity) -> Greeting:
    """Read a greeting.

    Args:
        message: as it came.
        machines: the kind of machines that this party has; another kind's greeting is none.

    Raises:
        Failure: ``MALFORMED`` when it is none.
    """
    kind, role, *numbers, nonce, public_key = unlv(message, 4 + len(fields(machines)))
    lengths = (len(nonce), len(public_key))
    if kind != _GREETING.encode() or lengths != (NONCE_BYTES, PUBLIC_KEY_BYTES):
        raise Failure(Code.MALFORMED)
    try:
        return Greeting(Role(role.decode()), machines.of_numbers(numbers), nonce, public_key)
    except (ValueError, Failure):
        raise Failure(Code.MALFORMED) from None


def output_message(step: int, outputs: Outputs) -> bytes:
    """The outputs of a step, int8 [parts] of -1 and +1: one bit each, the first part's the lowest."""
    return lv(_OUTPUT, step, sum(int(output > 0) << part for part, output in enumerate(outputs)))


def read_output(message: bytes, step: int, parts: int) -> Outputs:
    """Read the outputs of a step: int8 [parts] of -1 and +1.

    Raises:
        Failure: ``MALFORMED`` when there are none, or another step's.
    """
    kind, number, item = unlv(message, 3)
    bits = integer(item)
    if kind != _OUTPUT.encode() or integer(number) != step or bits >> parts:
        raise Failure(Code.MALFORMED)
    return np.array([1 if bits >> part & 1 else -1 for part in range(parts)], np.int8)


def confirmation_message(step: int, tag: bytes) -> bytes:
    """The MAC of a party after a step."""
    return lv(_CONFIRMATION, step, tag)


def read_confirmation(message: bytes, step: int) -> bytes:
    """Read the MAC after a step, 32 bytes.

    Raises:
        Failure: ``MALFORMED`` when it is none, or another step's.
    """
    kind, number, tag = unlv(message, 3)
    if kind != _CONFIRMATION.encode() or integer(number) != step or len(tag) != TAG_BYTES:
        raise Failure(Code.MALFORMED)
    return tag
