"""Makes a message's key from the enrolled print (protocol §3.6); a live print never gives it."""

from __future__ import annotations

from branch_client.branch import Branch
from shared.crypto.secret import Secret
from shared.keygen.pipeline import regenerate
from shared.keygen.request import KeyRequest
from shared.protocol.counter import counter_of, epoch_of
from shared.protocol.session import KeyedMessage
from shared.stores.enrolments import Enrolment


def regenerate_key(branch: Branch, message: KeyedMessage, enrolment: Enrolment) -> Secret:
    """B of a message, 1,024 bytes; the caller wipes it.

    Args:
        branch: whose models are used, the superseded ones too.
        message: the numbers that the key is for.
        enrolment: of the message's user and generation; it has the message's finger.

    Raises:
        Failure: ``MODEL_MISMATCH`` when the model is not held here; ``KEY_UNUSABLE``.
    """
    request = KeyRequest(
        message.user, message.generation, message.finger, epoch_of(message.n), counter_of(message.n)
    )
    network = branch.models.get(message.model_digest)
    return regenerate(request, enrolment.prints[message.finger], network).key
