"""Note a Challenge that no Proof followed (protocol §3.9): it costs back-off and never locks out."""

from __future__ import annotations

from server.ports import Office
from server.services.exchange.strikes import strike
from shared.identifiers import Identity
from shared.protocol.messages import Hello


def note_unproven(office: Office, branch: Identity, hello: Hello) -> None:
    """Make a branch wait that let the head office regenerate a key and proved nothing.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    with office.database.write() as transaction:
        strike(office, transaction, branch, hello.user, wrong=False)
