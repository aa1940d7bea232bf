"""One of two parties that agree on a key over a transport, message by message.

Both send a greeting, then in every step their machine's output; where the outputs are equal both machines
learn. Whether the weights are equal is asked every 25 steps once the last 50 outputs have been: each sends a
MAC under a key made of its weights. Nobody is authenticated here: whoever stands between the two can be
either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from lab.generators.derivation import derive, stream
from lab.generators.labels import Label
from lab.generators.tree_parity.inputs import PublicInputs
from lab.generators.tree_parity.machine import Machine
from lab.generators.tree_parity.messages import (
    NONCE_BYTES,
    Greeting,
    Role,
    confirmation_message,
    output_message,
    read_confirmation,
    read_greeting,
    read_output,
)
from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.session_key import (
    confirmation_tag,
    is_confirmed,
    session_key,
    weight_key,
    x25519_secret,
)
from lab.generators.tree_parity.transport import Transport
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.encoding import lv
from shared.errors import Code, Failure

STEPS_MAX = 100_000
EQUAL_OUTPUTS = 50
CONFIRM_EVERY = 25

_KEY_BYTES = 32
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class AgreedKey:
    """What a party has in the end.

    Attributes:
        key: of the session, 32 bytes.
        steps: outputs that were exchanged.
        confirmations: how often the weights were compared.
        bytes_sent: by this party, without what the transport adds.
    """

    key: Secret
    steps: int
    confirmations: int
    bytes_sent: int


class Party:
    """One party, for one exchange.

    Args:
        role: its own.
        parameters: of its machine.
        transport: to the other party.
        randomness: for weights, nonce and X25519 key.
        steps_max: outputs after which it gives up.
    """

    def __init__(
        self,
        role: Role,
        parameters: TreeParity,
        transport: Transport,
        randomness: Randomness,
        steps_max: int = STEPS_MAX,
    ) -> None:
        self._role = role
        self._parameters = parameters
        self._transport = transport
        self._steps_max = steps_max
        self._machine = Machine(parameters, stream(randomness.token(_KEY_BYTES), Label.WEIGHTS))
        self._private = X25519PrivateKey.from_private_bytes(randomness.token(_KEY_BYTES))
        self._nonce = randomness.token(NONCE_BYTES)
        self._transcript = hashlib.sha256()
        self._bytes_sent = 0
        self._confirmations = 0

    def agree(self) -> AgreedKey:
        """Run the exchange to its end.

        Raises:
            Failure: ``INVALID_INPUT`` when the other party's parameters differ; ``LOCAL_FAILURE`` when the
                machines do not synchronise in time; ``MALFORMED`` or ``UNREACHABLE`` when the other party
                or the transport fails.
        """
        try:
            theirs = self._greet()
            agreed = x25519_secret(self._private, theirs.public_key)
            inputs = PublicInputs(derive(self._transcript.digest(), Label.INPUT_SEED), self._parameters)
            steps, weights = self._synchronise(inputs)
            with agreed, weights:
                key = session_key(weights, agreed, self._transcript.digest())
            return AgreedKey(key, steps, self._confirmations, self._bytes_sent)
        finally:
            self._transport.close()

    def _greet(self) -> Greeting:
        public_key = self._private.public_key().public_bytes_raw()
        ours = Greeting(self._role, self._parameters, self._nonce, public_key)
        theirs = self._swap(ours.encode(), partial(read_greeting, machines=type(self._parameters)))
        if theirs.role is not self._role.other:
            raise Failure(Code.MALFORMED)
        if theirs.parameters != self._parameters:
            sentence = "The other party's machine is of another kind; start both with the same parameters."
            raise Failure(Code.INVALID_INPUT, sentence, field="parameters")
        return theirs

    def _synchronise(self, inputs: PublicInputs) -> tuple[int, Secret]:
        """Learn until the weights are confirmed to be equal: the steps it took, and the key made of them."""
        equal = 0
        for step in range(self._steps_max):
            given = inputs.at(step)
            ours = self._machine.answer(given)
            read = partial(read_output, step=step, parts=self._parameters.parts)
            theirs = self._swap(output_message(step, ours), read)
            equal = equal + 1 if np.array_equal(theirs, ours) else 0
            self._machine.learn(given, ours, theirs)
            if equal >= EQUAL_OUTPUTS and (equal - EQUAL_OUTPUTS) % CONFIRM_EVERY == 0:
                key = weight_key(self._machine.weights, self._parameters)
                if self._confirm(step, key):
                    return step + 1, key
                key.wipe()
        sentence = (
            f"The machines did not synchronise within {self._steps_max:,} steps; "
            "take a smaller depth or another rule."
        )
        raise Failure(Code.LOCAL_FAILURE, sentence)

    def _confirm(self, step: int, key: Secret) -> bool:
        """Whether both have the weights that ``key`` is made of; the two always find the same."""
        self._confirmations += 1
        transcript = self._transcript.digest()
        tag = confirmation_tag(key, self._role, transcript)
        theirs = self._swap(confirmation_message(step, tag), partial(read_confirmation, step=step))
        return is_confirmed(key, self._role.other, transcript, theirs)

    def _swap(self, ours: bytes, read: Callable[[bytes], T]) -> T:
        """Send a message, read the other party's, and put both into the transcript."""
        self._transport.send(ours)
        self._bytes_sent += len(ours)
        theirs = self._transport.receive()
        value = read(theirs)
        pair = (ours, theirs) if self._role is Role.INITIATOR else (theirs, ours)
        self._transcript.update(lv(*pair))
        return value
