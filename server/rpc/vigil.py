"""Watches a call while it is served: what let it in may end meanwhile (protocol §2.3, §6).

Neither a peer that takes its time nor a handler that waits for it holds the checks up: they run beside it. A
handler that heeds :meth:`Vigil.require` ends by itself, and its peer is told why; one that cannot, because a
peer does not take what was sent, is cancelled a moment later, which resets the stream.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from server.ports import Office
from server.rpc.identity import Peer
from server.services.administration import admit_administrator
from server.services.exchange import admit_caller
from shared.errors import Failure
from shared.identifiers import Role

ENDING_SECONDS = 0.4
"""How long a handler has to end by itself. With the interval between two checks it stays below 2 s."""


class Vigil:
    """The checks of one call.

    Args:
        office: the head office.
        peer: who calls.
        registered: whether an administrator must be in the registry.
    """

    def __init__(self, office: Office, peer: Peer, *, registered: bool = True) -> None:
        self._office = office
        self._peer = peer
        self._failure: Failure | None = None
        self._cancelled = False
        self._allowed: Callable[[Office], None] | None = None
        if peer.identity.role is Role.BRANCH:
            self._allowed = partial(
                admit_caller, branch=peer.identity, certificate_sha256=peer.certificate_sha256
            )
        elif registered:
            self._allowed = partial(
                admit_administrator, administrator=peer.identity, certificate_sha256=peer.certificate_sha256
            )

    def ask(self, service: Callable[..., None], *arguments: Any) -> None:
        """Ask this service of the head office from now on, in place of whether the caller is admitted."""
        self._allowed = lambda office: service(office, *arguments)

    async def check(self) -> None:
        """Look once.

        Raises:
            Failure: ``CERTIFICATE_EXPIRED``, or what the service says.
        """
        self._peer.require_valid(self._office.clock.now())
        if self._allowed is not None:
            await asyncio.to_thread(self._allowed, self._office)

    def require(self) -> None:
        """Go on only while every check so far passed.

        Raises:
            Failure: of the first that did not.
        """
        if self._failure is not None:
            raise self._failure

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Look again and again while the block runs.

        Raises:
            Failure: of the first check that failed, when the block did not end by itself.
        """
        handler = asyncio.current_task()
        if handler is None:
            raise RuntimeError("a call is served by a task")
        watching = asyncio.create_task(self._watch(handler))
        try:
            yield
        except asyncio.CancelledError:
            # Ours, or that of a peer who hung up; as asyncio.timeout tells them apart.
            if self._failure is not None and self._cancelled and handler.uncancel() == 0:
                raise self._failure from None
            raise
        finally:
            watching.cancel()

    async def _watch(self, handler: asyncio.Task[Any]) -> None:
        while True:
            await asyncio.sleep(self._office.config.recheck_interval_seconds)
            try:
                await self.check()
            except Failure as failure:
                self._failure = failure
                await asyncio.sleep(ENDING_SECONDS)
                self._cancelled = handler.cancel()
                return
