"""Choose which inner ciphers a branch may ask for (protocol §4.1)."""

from __future__ import annotations

from collections.abc import Sequence

from server.ports import Actor, Event, Office
from server.services.administration.choose_verifying import Record
from server.services.administration.signed_entry import signed_entry
from shared.ciphers import INNER_CIPHERS
from shared.errors import Code, Failure


def choose_inner_ciphers(office: Office, names: Sequence[str], record: Record, actor: Actor) -> None:
    """Admit these inner ciphers and no others.

    Args:
        office: the head office.
        names: of inner ciphers, each once; ``none`` is one.
        record: lays the choice down in the home; called last within the transaction, with its audit log.
        actor: who chooses, and why.

    Raises:
        Failure: ``INVALID_INPUT`` for no name, a name that is none or one that comes twice;
            ``AUDIT_UNAVAILABLE`` or ``STORAGE_UNAVAILABLE``. Nothing is changed then.
    """
    if not names or not set(names) <= set(INNER_CIPHERS) or len(set(names)) < len(names):
        sentence = f"Name some of the inner ciphers {', '.join(INNER_CIPHERS)}, with commas, each once."
        raise Failure(Code.INVALID_INPUT, sentence, field="inner_ciphers")
    with office.database.write() as transaction:
        entry = signed_entry(actor, Event.INNER_CIPHERS_CHOSEN, what=f"inner ciphers {', '.join(names)}")
        transaction.audit.append(entry)
        record(transaction.audit)
