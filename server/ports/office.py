"""The head office as the services see it: its ports together, and who acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from shared.identifiers import Identity, Role

if TYPE_CHECKING:
    from server.config import HeadOfficeConfig
    from server.ports.database import Database
    from shared.biometrics.verification import Verifier
    from shared.crypto.randomness import Randomness
    from shared.exact.network import Network
    from shared.protocol.checkpoint import Checkpoint, LogOrigin
    from shared.stores.enrolments import EnrolmentStore
    from shared.stores.images import ImageVault


class Clock(Protocol):
    """The only clock of the head office, so that a test can set it."""

    def now(self) -> datetime:
        """Wall time, aware, UTC: for certificates, records and the retry window."""

    def monotonic(self) -> float:
        """Seconds that never go back: for rates and durations."""


class ModelShelf(Protocol):
    """The models of this head office: those that exchanges use now, and those before them.

    One that it should have and has not is its own failure, ``HOME_INVALID``; ``MODEL_MISMATCH`` is a
    branch's (protocol §3.2).
    """

    @property
    def current_digest(self) -> bytes:
        """SHA-256 of the model of every exchange and new enrolment."""

    def current(self) -> Network:
        """The model with that digest; ``HOME_INVALID`` when it is not here."""

    def get(self, digest: bytes) -> Network:
        """The model with this SHA-256; ``HOME_INVALID`` when it is not here."""

    def current_verifier(self, kind: str) -> Verifier:
        """What checks live prints by ``embedding`` or ``closed-set``; ``HOME_INVALID`` without one."""


class RateLimiter(Protocol):
    """Tokens per key that come back with time (protocol §3.2)."""

    def take(self, key: str) -> float:
        """Take one token: 0.0 when there was one, else the seconds until there will be."""


class RefusalLedger(Protocol):
    """Bounds the audit of refusals (protocol §7.5) to two rows a minute for each (peer, reason)."""

    def first(self, peer: str, reason: str) -> bool:
        """Count one refusal; whether it is the first of its minute and is to be audited by itself."""

    def due(self, *, everything: bool = False) -> list[tuple[str, str, int]]:
        """Take the (peer, reason, repeats) of minutes that are over; of all when ``everything``."""

    def restore(self, peer: str, reason: str, repeats: int) -> None:
        """Give repeats back that could not be audited."""


class LogKey(Protocol):
    """The Ed25519 key of audit checkpoints (protocol §7.2)."""

    def public(self) -> bytes:
        """The public key, 32 bytes, which branches have from their admission."""

    def checkpoint(self, origin: LogOrigin, size: int, root: bytes) -> Checkpoint:
        """Sign the state of a log as of now; ``HOME_INVALID`` or ``INTEGRITY`` without the key."""


@dataclass(frozen=True)
class Actor:
    """Who changes something, and why; both land in the audit."""

    uri: str
    reason: str = ""

    @classmethod
    def local(cls, trust_domain: str, reason: str = "") -> Actor:
        """The administrator who works on the head office's own home (protocol §2.7)."""
        return cls(Identity(trust_domain, Role.ADMIN, "local").uri, reason)


@dataclass(frozen=True)
class Office:
    """Everything a service works with, wired once by bootstrap.

    ``rates`` is of branches, ``user_rates`` of the users of each branch, ``renewal_rates`` of the branches'
    certificates.
    """

    config: HeadOfficeConfig
    database: Database
    enrolments: EnrolmentStore
    images: ImageVault
    models: ModelShelf
    clock: Clock
    randomness: Randomness
    rates: RateLimiter
    user_rates: RateLimiter
    renewal_rates: RateLimiter
    refusals: RefusalLedger
    log_key: LogKey
