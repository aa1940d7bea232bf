"""Changes the master key of a head office: audited before anything is changed, and when it has ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.bootstrap.databases import require_head
from server.bootstrap.head_office import assemble
from server.bootstrap.trust_domain import require_own_domain
from server.config import load_config
from server.ports import Actor, Office
from server.services.administration import note_key_change
from shared.crypto.randomness import Randomness, SystemRandomness
from shared.stores.home import HomeKind, open_home
from shared.stores.key_change import KeyChange
from shared.stores.key_rotation import Rotation, Wish, rotate
from shared.stores.rewrapping import Progress


def rotate_master_key(
    home: Path, wish: Wish, reason: str, progress: Progress, randomness: Randomness | None = None
) -> Rotation:
    """Change the master key of a head office, or finish a change that was cut off.

    Args:
        home: its state folder.
        wish: the new key.
        reason: why; it lands in the audit.
        progress: told how much was looked at, and then how much is under the new key.
        randomness: the operating system's generator when absent.

    Raises:
        Failure: as :func:`shared.stores.key_rotation.rotate` and :func:`require_own_domain`; nothing is
            changed then.
    """
    opened = open_home(home, HomeKind.HEAD_OFFICE)
    config = load_config(opened.root, opened.record)
    require_own_domain(opened, config)
    require_head(config)
    randomness = randomness or SystemRandomness()

    @contextmanager
    def audit() -> Iterator[_Audit]:
        office = assemble(opened, config, randomness=randomness)
        with closing(office.database):
            yield _Audit(office, Actor.local(config.trust_domain, reason))

    return rotate(opened, wish, audit, progress, randomness, config.vault)


@dataclass(frozen=True)
class _Audit:
    """The audit log as the record of a change (:class:`shared.stores.key_rotation.Chronicle`)."""

    office: Office
    actor: Actor

    def begins(self, change: KeyChange) -> None:
        note_key_change(self.office, change.old, change.new, self.actor, ended=False)

    def ended(self, change: KeyChange, count: int) -> None:
        note_key_change(self.office, change.old, change.new, self.actor, ended=True, count=count)
