"""What joining looks like to people at both of its kinds of machine, a branch's and an administrator's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from shared.crypto.signed_papers import MAX_ADMISSION_BYTES, Admitted
from shared.stores.atomic import read_file
from shared.stores.founding import Founded
from shared.terminal.fingerprints import settle_fingerprint
from shared.terminal.formats import Format
from shared.terminal.output import note, show_record


def show_founded(made: Founded, chosen: Format | None) -> None:
    """Show a new home, and say what its request is for."""
    record = {
        "name": made.name,
        "home": str(made.home),
        "request": str(made.request),
        "fingerprint": made.fingerprint,
    }
    show_record(record, chosen)
    note(f"Send {made.request} to the head office, and read out the fingerprint another way.")


def read_settled(
    file: Path, parse: Callable[[bytes], Admitted], fingerprint: str | None, *, yes: bool
) -> bytes:
    """Read the admission that the head office sent, and settle whose authority signed it.

    Args:
        file: where it is.
        parse: reads the kind of admission that is expected.
        fingerprint: of the authority, if it was given.
        yes: trust without asking.

    Raises:
        Failure: whatever reading, ``parse`` and :func:`~shared.terminal.fingerprints.settle_fingerprint` say.
    """
    data = read_file(file, MAX_ADMISSION_BYTES)
    shown = parse(data).authority_fingerprint
    settle_fingerprint(shown, fingerprint, "the head office's authority", yes=yes)
    return data


def show_accepted(holder: str, accepted: Admitted, chosen: Format | None) -> None:
    """Show what was accepted.

    Args:
        holder: what the holder's name is called in the record.
        accepted: the admission.
        chosen: the format asked for.
    """
    record = {
        holder: accepted.identity.name,
        "uri": accepted.identity.uri,
        "head_office": accepted.head_office_uri,
        "address": accepted.address,
        "authority_fingerprint": accepted.authority_fingerprint,
    }
    show_record(record, chosen)
