"""Opens a head office to look at: its database can be read and not written, whoever asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from server.bootstrap.databases import require_head
from server.bootstrap.doctor.premises import Premises
from server.ports import Clock, Office


@contextmanager
def opened_for_reading(home: Path, *, clock: Clock | None = None) -> Iterator[Office]:
    """The head office of a home, for the length of the block.

    A change of the settings that was interrupted is left as it is; the next command ends it.

    Args:
        home: its state folder.
        clock: the system's clocks when absent.

    Raises:
        Failure: as :func:`server.bootstrap.head_office.open_head_office`.
    """
    with closing(Premises(home, clock)) as premises:
        require_head(premises.config)
        yield premises.office
