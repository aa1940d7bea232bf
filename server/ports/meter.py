"""What a head office counts of its work, for whoever watches it; never who or which image."""

from __future__ import annotations

from typing import Protocol


class Meter(Protocol):
    """Counts and durations. Labels come from closed sets: outcomes of an exchange, reasons of a refusal."""

    def exchange_began(self) -> None:
        """One more exchange is in flight."""

    def exchange_ended(self, outcome: str, seconds: float) -> None:
        """One exchange ended: ``delivered``, ``discarded``, ``unconfirmed``, ``refused`` or ``broken``."""

    def refused(self, reason: str) -> None:
        """A call was refused with the code of a failure."""

    def key_made(self, seconds: float) -> None:
        """A biometric key was regenerated, waiting included."""

    def stands(
        self, *, ready: bool, rows: int | None, checkpoint_age: float | None, certificate_days: float
    ) -> None:
        """How the head office stands: rows of the audit log, seconds since it was signed, days of validity.

        What is ``None`` could not be told and keeps its last value.
        """


class SilentMeter:
    """Counts nothing (:class:`Meter`)."""

    def exchange_began(self) -> None:
        """Nothing."""

    def exchange_ended(self, outcome: str, seconds: float) -> None:
        """Nothing."""

    def refused(self, reason: str) -> None:
        """Nothing."""

    def key_made(self, seconds: float) -> None:
        """Nothing."""

    def stands(
        self, *, ready: bool, rows: int | None, checkpoint_age: float | None, certificate_days: float
    ) -> None:
        """Nothing."""
