"""Brings everything that is sealed under one master key under another, data key by data key.

Each step replaces one small blob whole, so that every object opens with the one key or the other at every
moment, and a change that was cut off goes on where it stood. Both keys are needed until the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.errors import Code, Failure
from shared.stores.sealed_store import Entry, SealedStore

Progress = Callable[[int, int], None]
"""Told how many of the entries were looked at or brought over, and how many there are."""


@dataclass(frozen=True)
class Survey:
    """What is to be done: entries by store under the old key, and how many are under the new one already."""

    waiting: tuple[tuple[int, Entry], ...]
    done: int

    @property
    def total(self) -> int:
        """How many entries there are."""
        return len(self.waiting) + self.done


def survey(old: Sequence[SealedStore], new: Sequence[SealedStore], progress: Progress) -> Survey:
    """Prove that every entry opens under one of the two keys. Nothing is changed.

    Args:
        old: the stores under the old master key.
        new: the same stores under the new one, in the same order.
        progress: told how far it is.

    Raises:
        Failure: ``INTEGRITY`` naming what opens under neither; ``STORAGE_UNAVAILABLE``.
    """
    named = [(place, name) for place, store in enumerate(old) for name in store.names()]
    waiting, done = [], 0
    for number, (place, name) in enumerate(named):
        entry = old[place].entry(name)
        if _is_done(entry, new[place]):
            new[place].prove(entry)
            done += 1
        else:
            old[place].prove(entry)
            waiting.append((place, entry))
        progress(number + 1, len(named))
    return Survey(tuple(waiting), done)


def rewrap(found: Survey, old: Sequence[SealedStore], new: Sequence[SealedStore], progress: Progress) -> None:
    """Bring what waits under the new key.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE`` or ``INTEGRITY``; what was brought over stays so, and the rest waits.
    """
    for number, (place, entry) in enumerate(found.waiting):
        old[place].rewrap(entry, new[place])
        progress(number + 1, len(found.waiting))


def require_done(found: Survey) -> None:
    """Check that a survey afterwards finds nothing left.

    Raises:
        Failure: ``INTEGRITY`` when something is: the old key is still needed then.
    """
    if found.waiting:
        sentence = (
            f"{len(found.waiting)} things are still under the old master key; keep both keys and run the "
            "command again."
        )
        raise Failure(Code.INTEGRITY, sentence)


def _is_done(entry: Entry, new: SealedStore) -> bool:
    return entry.object_id is not None and new.is_sealed_here(entry)
