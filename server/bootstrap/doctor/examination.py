"""All checks of a head office together."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from server.bootstrap.doctor.foundations import foundations
from server.bootstrap.doctor.holdings import holdings
from server.bootstrap.doctor.premises import Premises
from server.bootstrap.doctor.records import records
from server.bootstrap.doctor.service import service
from server.bootstrap.doctor.vault import Progress
from server.ports import Clock
from shared.diagnosis.findings import Answer, addressed, examine
from shared.stores.home import HomeKind


def examine_head_office(
    home: Path, *, clock: Clock | None = None, scrub: Progress | None = None
) -> tuple[Answer, ...]:
    """Make every check of a head office. Nothing is changed, and nothing is raised for what is found.

    Args:
        home: its state folder, whatever state that is in.
        clock: the system's clocks when absent.
        scrub: opens every image, and is told how far that is.
    """
    with closing(Premises(home, clock)) as premises:
        checks = (*foundations(premises), *records(premises), *holdings(premises, scrub), *service(premises))
        answers = examine(checks)
    own = home != HomeKind.HEAD_OFFICE.default_root
    return addressed(answers, HomeKind.HEAD_OFFICE.program, home) if own else answers
