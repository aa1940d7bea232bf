"""What an exchange needs of the head office, wired once by bootstrap; no call on it holds the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from server.ports import Meter, Office, SilentMeter
from server.rpc.identity import Peer
from shared.biometrics.prints import Print
from shared.crypto.secret import Secret
from shared.exact.network import Network
from shared.keygen.request import KeyRequest
from shared.tracing.tracer import SilentTracer, Tracer

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

IMAGES_AT_ONCE = 2
VAULT_AT_ONCE = 8


class Regenerator(Protocol):
    """Makes biometric keys elsewhere than in the event loop (protocol §3.9)."""

    async def regenerate(self, branch: str, network: Network, request: KeyRequest, print_: Print) -> Secret:
        """The biometric key of one message, 1,024 bytes; the caller wipes it.

        Raises:
            Failure: ``RATE_LIMITED`` when the branch waits for enough already, ``KEY_UNUSABLE`` or
                ``INTERNAL``.
        """
        ...


class Registrar(Protocol):
    """Issues certificates to branches, with the authority's key (protocol §2.8)."""

    def renew(self, peer: Peer, request: bytes, *, force: bool) -> bytes:
        """The admission with a new certificate in the place of the one that the caller shows.

        Args:
            peer: the authenticated caller.
            request: what it sent: a branch's request, not looked at yet.
            force: renew although the certificate is fresh.

        Raises:
            Failure: ``UNAUTHENTICATED``, ``BRANCH_SUSPENDED``, ``BRANCH_REVOKED``, ``RENEWAL_EARLY``,
                ``RATE_LIMITED``, ``RENEWAL_REFUSED``, ``AUDIT_UNAVAILABLE``, ``STORAGE_UNAVAILABLE``.
        """
        ...


@dataclass(frozen=True)
class Desk:
    """Where exchanges are served.

    Attributes:
        office: the head office.
        regenerator: makes biometric keys.
        registrar: issues certificates to branches.
        authority_sha256: SHA-256 of the authority's certificate, DER (protocol §3.6).
        packers: admits the few images that are made ready at once. Each takes a thread for seconds and
            several copies of itself; in every thread at once, no other question would find one.
        vault_threads: wait for the vault. One that does not answer must not take the threads that the
            database is asked in.
        meter: counts what is done here.
        tracer: told when what was done.
    """

    office: Office
    regenerator: Regenerator
    registrar: Registrar
    authority_sha256: bytes
    packers: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(IMAGES_AT_ONCE), repr=False)
    vault_threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(VAULT_AT_ONCE, "vault"), repr=False
    )
    meter: Meter = field(default_factory=SilentMeter, repr=False)
    tracer: Tracer = field(default_factory=SilentTracer, repr=False)

    async def ask(
        self,
        service: Callable[Concatenate[Office, _Arguments], _Result],
        *arguments: _Arguments.args,
        **named: _Arguments.kwargs,
    ) -> _Result:
        """Run a service of the head office in a thread; it talks to the database."""
        return await asyncio.to_thread(service, self.office, *arguments, **named)

    async def fetch(
        self,
        read: Callable[_Arguments, _Result],
        *arguments: _Arguments.args,
        **named: _Arguments.kwargs,
    ) -> _Result:
        """Read something of the vault in a thread."""
        work = partial(read, *arguments, **named)
        return await asyncio.get_running_loop().run_in_executor(self.vault_threads, work)
