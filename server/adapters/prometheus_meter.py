"""Counts for Prometheus, on a port of this machine alone; every server process has its own."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    start_http_server,
)

from shared.errors import Code, Failure

_EXCHANGE_BUCKETS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
_KEY_BUCKETS = (0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0)

OUTCOMES = ("delivered", "discarded", "unconfirmed", "refused", "broken")


class PrometheusMeter:
    """The metrics of one process (:class:`server.ports.Meter`), in a registry of its own."""

    def __init__(self) -> None:
        disable_created_metrics()  # a series beside each, with the moment of its first value
        registry = self._registry = CollectorRegistry()
        self._exchanges = Counter(
            "ridgekey_exchanges", "Exchanges that ended, by outcome.", ["outcome"], registry=registry
        )
        self._refusals = Counter(
            "ridgekey_refusals", "Calls that were refused, by reason.", ["reason"], registry=registry
        )
        self._in_flight = Gauge(
            "ridgekey_exchanges_in_flight", "Exchanges that are open now.", registry=registry
        )
        self._seconds = Histogram(
            "ridgekey_exchange_seconds",
            "How long an exchange took.",
            registry=registry,
            buckets=_EXCHANGE_BUCKETS,
        )
        self._key_seconds = Histogram(
            "ridgekey_key_regeneration_seconds",
            "How long a biometric key took, waiting included.",
            registry=registry,
            buckets=_KEY_BUCKETS,
        )
        self._ready = Gauge("ridgekey_ready", "Whether exchanges can be served: 1 or 0.", registry=registry)
        self._rows = Gauge("ridgekey_audit_rows", "Rows of the audit log.", registry=registry)
        self._checkpoint_age = Gauge(
            "ridgekey_checkpoint_age_seconds", "Age of the newest signed checkpoint.", registry=registry
        )
        self._certificate_days = Gauge(
            "ridgekey_certificate_days", "Days that the server's certificate is valid yet.", registry=registry
        )
        for outcome in OUTCOMES:  # so that a rate can be told from the first of its kind on
            self._exchanges.labels(outcome)

    def exchange_began(self) -> None:
        """One more exchange is in flight."""
        self._in_flight.inc()

    def exchange_ended(self, outcome: str, seconds: float) -> None:
        """One exchange ended."""
        self._in_flight.dec()
        self._exchanges.labels(outcome).inc()
        self._seconds.observe(seconds)

    def refused(self, reason: str) -> None:
        """A call was refused."""
        self._refusals.labels(reason).inc()

    def key_made(self, seconds: float) -> None:
        """A biometric key was regenerated."""
        self._key_seconds.observe(seconds)

    def stands(
        self, *, ready: bool, rows: int | None, checkpoint_age: float | None, certificate_days: float
    ) -> None:
        """How the head office stands."""
        self._ready.set(ready)
        self._certificate_days.set(certificate_days)
        if rows is not None:
            self._rows.set(rows)
        if checkpoint_age is not None:
            self._checkpoint_age.set(checkpoint_age)

    def serve(self, host: str, port: int) -> Callable[[], None]:
        """Answer scrapes over HTTP; what is returned ends that.

        Raises:
            Failure: ``CONFLICT`` when the port is in use; ``INVALID_INPUT`` when it cannot be had.
        """
        try:
            server, thread = start_http_server(port, host, self._registry)
        except OSError as error:
            sentence = f"Metrics cannot be served on {host}:{port}: {error.strerror}; set metrics_listen."
            raise Failure(Code.CONFLICT, sentence) from None

        def end() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return end
