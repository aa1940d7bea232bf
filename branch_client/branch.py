"""The branch as its conversations see it: who it is, what it holds, what it remembers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from branch_client.certificates import Certificates
from branch_client.config import BranchConfig
from branch_client.state import BranchState
from branch_client.witness import Witness
from shared.biometrics.verification import Verifier
from shared.crypto.certificates import certificate_sha256
from shared.crypto.joining import Admission
from shared.crypto.randomness import Randomness
from shared.exact.network import Network
from shared.identifiers import Identity
from shared.protocol.handshake import ChannelContext
from shared.stores.enrolments import EnrolmentStore
from shared.stores.keyring import Keyring
from shared.tracing.tracer import SilentTracer, Tracer

Progress = Callable[[int, int], None]
"""Called with the bytes opened so far and the bytes in all."""


class Clock(Protocol):
    """The only clock of a branch, so that a test can set it."""

    def now(self) -> datetime:
        """Wall time, aware, UTC: for certificates and the retry window."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back: for durations."""
        ...

    def sleep(self, seconds: float) -> None:
        """Pause before another attempt."""
        ...


class ModelShelf(Protocol):
    """The models and verifiers that this branch holds."""

    def digests(self) -> tuple[bytes, ...]:
        """Their SHA-256, 32 bytes each: those that a Hello names."""
        ...

    def get(self, digest: bytes) -> Network:
        """A model, after its self-test passed here; ``MODEL_MISMATCH`` when it is not held."""
        ...

    def verifier(self, digest: bytes) -> Verifier:
        """A verifier, after its self-test passed here; ``MODEL_MISMATCH`` when it is not held."""
        ...


def silent(done: int, total: int) -> None:
    """Show no progress."""
    del done, total


@dataclass(frozen=True)
class Branch:
    """Everything a conversation works with, wired once by bootstrap.

    Attributes:
        admission: the newest, whose certificate it calls with.
        progress: told how far a transfer is; a command may put its own here with ``dataclasses.replace``.
        tracer: told when what was done; likewise.
    """

    config: BranchConfig
    admission: Admission
    keyring: Keyring = field(repr=False)
    certificates: Certificates = field(repr=False)
    enrolments: EnrolmentStore
    state: BranchState
    witness: Witness
    models: ModelShelf
    clock: Clock
    randomness: Randomness
    progress: Progress = silent
    tracer: Tracer = field(default_factory=SilentTracer, repr=False)

    @property
    def identity(self) -> Identity:
        """Who this branch is."""
        return self.admission.identity

    @property
    def address(self) -> str:
        """HOST:PORT of the head office: the configured one, else the admission's."""
        return self.config.server or self.admission.address

    @property
    def channel(self) -> ChannelContext:
        """CI of protocol §3.6, as the admission gives it."""
        return ChannelContext(
            branch_uri=self.identity.uri,
            head_office_uri=self.admission.head_office_uri,
            branch_certificate_sha256=certificate_sha256(self.admission.certificate),
            authority_sha256=certificate_sha256(self.admission.authority),
        )
