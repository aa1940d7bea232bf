"""Both parties within this process, each in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from lab.generators.tree_parity.messages import Role
from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.party import STEPS_MAX, AgreedKey, Party
from lab.generators.tree_parity.transport import Transport, queue_pair
from shared.crypto.randomness import Randomness

Ends = tuple[Transport, Transport]


def agree_within_process(
    parameters: TreeParity,
    randomness: Callable[[Role], Randomness],
    steps_max: int = STEPS_MAX,
    ends: Ends | None = None,
) -> tuple[AgreedKey, AgreedKey]:
    """Let two parties agree.

    Args:
        parameters: of both machines.
        randomness: of each party.
        steps_max: outputs after which both give up.
        ends: of their connection, the initiator's first; queues unless given.

    Returns:
        What the initiator has in the end, and the responder.

    Raises:
        Failure: as :meth:`Party.agree`.
    """
    parties = [
        Party(role, parameters, end, randomness(role), steps_max)
        for role, end in zip(Role, ends or queue_pair(), strict=True)
    ]
    with ThreadPoolExecutor(1) as pool:
        responder = pool.submit(parties[1].agree)
        initiator = parties[0].agree()
        return initiator, responder.result()
