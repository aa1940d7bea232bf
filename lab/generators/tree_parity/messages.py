"""The three messages of the exchange: a greeting, the output of a step, and a confirmation."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from lab.generators.tree_parity.parameters import Rule, TreeParity
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
        p = self.parameters
        numbers = (p.hidden, p.inputs, p.depth, p.rule)
        return lv(_GREETING, self.role, *numbers, self.nonce, self.public_key)


def read_greeting(message: bytes) -> Greeting:
    """Read a greeting.

    Raises:
        Failure: ``MALFORMED`` when it is none.
    """
    kind, role, hidden, inputs, depth, rule, nonce, public_key = unlv(message, 8)
    lengths = (len(nonce), len(public_key))
    if kind != _GREETING.encode() or lengths != (NONCE_BYTES, PUBLIC_KEY_BYTES):
        raise Failure(Code.MALFORMED)
    try:
        parameters = TreeParity(integer(hidden), integer(inputs), integer(depth), Rule(rule.decode()))
        return Greeting(Role(role.decode()), parameters, nonce, public_key)
    except (ValueError, Failure):
        raise Failure(Code.MALFORMED) from None


def output_message(step: int, output: int) -> bytes:
    """The output, -1 or +1, of a step."""
    return lv(_OUTPUT, step, int(output > 0))


def read_output(message: bytes, step: int) -> int:
    """Read the output of a step: -1 or +1.

    Raises:
        Failure: ``MALFORMED`` when it is none, or another step's.
    """
    for output in (-1, 1):
        if message == output_message(step, output):
            return output
    raise Failure(Code.MALFORMED)


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
