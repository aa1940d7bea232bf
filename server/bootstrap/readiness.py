"""Whether exchanges could be served now: looked at again and again, never while somebody waits for it.

Health checks get what was found last. The empty service name says that the process lives; the exchange
service's name says that it is ready.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator

import structlog
from cryptography import x509

from server.ports import ImageRecord, Meter, Office
from server.rpc.server import RpcServer
from server.services.administration import prove_vault
from server.services.audit import measure_log, prove_writable
from shared.errors import Code, Failure

LEAST_VALIDITY = dt.timedelta(days=1)
"""A server whose certificate ends sooner is not ready: its branches are about to be cut off."""

_PATIENCE_SECONDS = 30.0
_LOG = structlog.get_logger(__name__)


class Readiness:
    """What was found of one server process.

    Args:
        office: the head office.
        certificate: the server's.
        server: is told.
        meter: is told too.
    """

    def __init__(
        self, office: Office, certificate: x509.Certificate, server: RpcServer, meter: Meter
    ) -> None:
        self._office = office
        self._certificate = certificate
        self._server = server
        self._meter = meter
        self._said: str | None = None
        self._turn = 0

    def take_up(self, certificate: x509.Certificate) -> None:
        """Look at another certificate of the server from now on."""
        self._certificate = certificate

    async def look_for_ever(self) -> None:
        """Look at every interval of the configuration."""
        while True:
            await asyncio.sleep(self._office.config.health_interval_seconds)
            await self.look()

    async def look(self) -> None:
        """Look once and say what was found; whatever breaks is a reason not to be ready."""
        remedy = ""
        try:
            found, remedy = await asyncio.wait_for(asyncio.to_thread(self._look), _PATIENCE_SECONDS)
        except Exception as error:
            found = type(error).__name__
            self._tell(ready=False)
        await self._server.set_ready(ready=not found)
        if found != self._said and (found or self._said):
            if found:
                _LOG.error("readiness", reason=found, remedy=remedy)
            else:
                _LOG.info("readiness", reason="ready")
        self._said = found

    def _look(self) -> tuple[str, str]:
        """The first reason not to be ready and what to do; both empty without one."""
        found, remedy = "", ""
        for trial in self._trials():
            try:
                trial()
            except Failure as failure:
                found, remedy = failure.code.value, failure.sentence
                break
        self._measure(ready=not found)
        return found, remedy

    def _trials(self) -> Iterator[Callable[[], object]]:
        yield lambda: prove_writable(self._office)
        yield self._try_vault
        yield self._office.models.current  # proven once in this process, and still on the shelf
        yield self._try_certificate

    def _try_vault(self) -> None:
        """One image of the registry has its file, each time the next; without images the vault answers."""
        with self._office.database.read() as transaction:
            images = transaction.images.all()
        if not images:
            prove_vault(self._office)
            return
        self._turn = (self._turn + 1) % len(images)
        chosen = images[self._turn]
        if not self._office.images.exists(chosen.image) and self._is_held(chosen):
            sentence = f"Image {chosen.image} is gone from the vault; see `ridgekey doctor`."
            raise Failure(Code.STORAGE_UNAVAILABLE, sentence)

    def _is_held(self, image: ImageRecord) -> bool:
        """Whether it is there still: it may have been removed while its file was looked for."""
        with self._office.database.read() as transaction:
            now = transaction.images.get(image.image)
        return now is not None and now.removal is None

    def _try_certificate(self) -> None:
        if self._left() < LEAST_VALIDITY:
            raise Failure(Code.CERTIFICATE_EXPIRED)

    def _left(self) -> dt.timedelta:
        return self._certificate.not_valid_after_utc - self._office.clock.now()

    def _measure(self, *, ready: bool) -> None:
        try:
            log = measure_log(self._office)
        except Failure:
            self._tell(ready=ready)
            return
        self._tell(ready=ready, rows=log.rows, checkpoint_age=log.checkpoint_age_seconds)

    def _tell(self, *, ready: bool, rows: int | None = None, checkpoint_age: float | None = None) -> None:
        days = self._left() / dt.timedelta(days=1)
        self._meter.stands(ready=ready, rows=rows, checkpoint_age=checkpoint_age, certificate_days=days)
