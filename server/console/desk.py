"""What the pages are made from: the office, and the answers that are too dear to seek for every page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.bootstrap.doctor.examination import examine_head_office
from server.bootstrap.probing import require_serving
from server.console.remembered import Remembered
from server.ports import Office
from server.services.audit import AuditVerdict, verify_audit
from shared.diagnosis.findings import Answer
from shared.errors import Failure

_PROBE_SECONDS, _EXAMINATION_SECONDS, _VERDICT_SECONDS = 4.0, 30.0, 10.0


@dataclass(frozen=True)
class Serving:
    """Where the server answers; else ``None``, and a sentence of why it cannot be reached."""

    address: str | None
    sentence: str


@dataclass(frozen=True)
class Desk:
    """One console's sources.

    Attributes:
        office: a head office whose database is only read.
        serving: whether its server answers.
        examination: the doctor's findings.
        verdict: of the audit log, recomputed.
    """

    office: Office
    serving: Remembered[Serving]
    examination: Remembered[tuple[Answer, ...]]
    verdict: Remembered[AuditVerdict]

    @classmethod
    def of(cls, office: Office) -> Desk:
        """The desk on an office."""
        home, clock = office.config.home, office.clock
        return cls(
            office,
            Remembered(lambda: _serving(office), clock, _PROBE_SECONDS),
            Remembered(lambda: examine_head_office(home, clock=clock), clock, _EXAMINATION_SECONDS),
            Remembered(lambda: verify_audit(office), clock, _VERDICT_SECONDS),
        )


@dataclass(frozen=True)
class View:
    """A page to be: its template, what that is filled with, and its status.

    ``title`` stands in the heading and the window's bar; ``summary`` is read out when it changes.
    """

    template: str
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    summary: str = ""


Query = Mapping[str, str]
"""What stands behind the ``?`` of an address."""

Page = Callable[[Desk, Query], View]


def _serving(office: Office) -> Serving:
    try:
        return Serving(require_serving(office), "")
    except Failure as failure:  # a lost key, say; the overview has more to show than this
        return Serving(None, failure.sentence)
