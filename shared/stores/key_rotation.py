"""Changes the master key of a home: every data key is wrapped anew, and no sealed object is rewritten.

Both keys are held until the end. Cut off at any point, everything opens under the one or the other, and the
same command goes on. Whoever keeps a record of it is told before anything is changed, and when it has ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from shared.crypto.data_key import check_value
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.stores.home import Home
from shared.stores.home_lock import alone, looking
from shared.stores.key_change import (
    KeyChange,
    begin_change,
    begun_change,
    end_change,
    install_next_key,
    next_key,
)
from shared.stores.location import Location
from shared.stores.master_key import MASTER_KEY_BYTES, named_master_key
from shared.stores.rewrapping import Progress, Survey, require_done, rewrap, survey
from shared.stores.sealed_store import SealedStore
from shared.stores.sealed_stores import sealed_stores


@dataclass(frozen=True)
class Wish:
    """What a person says about the new key: a file that holds it, or that one is drawn.

    Neither, to finish a change that was cut off and whose new key lies in the home.
    """

    new_key_file: Path | None = None
    generate: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Rotation:
    """What was done, or would be.

    Attributes:
        old: check value of the key that was in force.
        new: check value of the key that follows; ``None`` when it is still to be drawn.
        rewrapped: how many things were, or are to be, brought under the new key.
        already: how many were under it before.
        resumed: whether a change that was cut off went on.
        source: where the key comes from.
        installed: whether the home's own file holds the new key now.
    """

    old: str
    new: str | None
    rewrapped: int
    already: int
    resumed: bool
    source: str
    installed: bool


class Chronicle(Protocol):
    """What keeps a record of changes; a change goes on only once its beginning is recorded."""

    def begins(self, change: KeyChange) -> None:
        """A change begins; nothing was changed yet."""
        ...

    def ended(self, change: KeyChange, count: int) -> None:
        """A change has ended, which brought so many things under the new key."""
        ...


class NoChronicle:
    """Keeps none (:class:`Chronicle`)."""

    def begins(self, change: KeyChange) -> None:
        """Nothing."""

    def ended(self, change: KeyChange, count: int) -> None:
        """Nothing."""


def rotate(
    home: Home,
    wish: Wish,
    chronicle: Callable[[], AbstractContextManager[Chronicle]],
    progress: Progress,
    randomness: Randomness,
    vault: Location | None = None,
) -> Rotation:
    """Change the master key of a home, or finish a change that was cut off.

    Args:
        home: whose.
        wish: the new key.
        chronicle: opens what keeps a record, once it is proven that everything opens.
        progress: told how much was looked at, and then how much is under the new key.
        randomness: for a new key, and for sealing.
        vault: where enrolments and images lie; the home when absent.

    Raises:
        Failure: ``CONFLICT`` when somebody works on the home, when the new key is the one in use, or when a
            change to another key was begun; ``INTEGRITY`` when something opens under neither key;
            ``INVALID_INPUT`` for a new key that is none; ``STORAGE_UNAVAILABLE`` when the vault does not
            answer. Nothing is changed then.
    """
    lock = looking if wish.dry_run else alone
    with lock(home), _keys(home, wish, randomness) as (old, new, change):
        stores = (
            sealed_stores(home, old, randomness, vault),
            sealed_stores(home, new, randomness, vault),
        )
        resumed = begun_change(home) is not None
        found = survey(*stores, progress)
        outcome = _outcome(home, change, found, wish, resumed=resumed)
        if wish.dry_run:
            return outcome
        with chronicle() as record:
            if not resumed:
                record.begins(change)
                begin_change(home, change, new if home.key_source.is_own else None)
            _bring_over(found, *stores, progress)
            install_next_key(home)
            record.ended(change, len(found.waiting))
            end_change(home)
    return outcome


@contextmanager
def _keys(home: Home, wish: Wish, randomness: Randomness) -> Iterator[tuple[Secret, Secret, KeyChange]]:
    """The key that was in force and the one that follows, and the change from the one to the other."""
    begun = begun_change(home)
    with home.master_key() as given, _new_key(home, wish, begun, given, randomness) as new:
        change = KeyChange(check_value(given).hex(), check_value(new).hex())
        if begun is None and change.old == change.new:
            raise Failure(Code.CONFLICT, f"The new master key is the one in use, {change.new}; name another.")
        if begun is not None and (change.new != begun.new or change.old not in (begun.old, begun.new)):
            sentence = (
                f"A change of the master key from {begun.old} to {begun.new} was cut off, and these keys are "
                f"{change.old} and {change.new}; give those two, and nothing else, to finish it."
            )
            raise Failure(Code.CONFLICT, sentence)
        yield given, new, begun or change


def _new_key(
    home: Home, wish: Wish, begun: KeyChange | None, given: Secret, randomness: Randomness
) -> Secret:
    if wish.new_key_file is not None:
        return named_master_key(wish.new_key_file, "new_key_file")
    if begun is not None:
        waiting = next_key(home)
        if waiting is not None:
            return waiting
        if check_value(given).hex() == begun.new:  # it is in force, and only the end was not noted
            return Secret(given.export_view())
        sentence = (
            f"A change of the master key from {begun.old} to {begun.new} was cut off; name the file of the "
            "new key with --new-key-file to finish it."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="new_key_file")
    if not wish.generate:
        raise Failure(
            Code.INVALID_INPUT, "Say which key follows: --generate, or --new-key-file FILE.", field="generate"
        )
    if not home.key_source.is_own:
        sentence = (
            f"The master key comes from {home.key_source.name}, where RidgeKey cannot write; make the new "
            "key there and name a file that holds it with --new-key-file."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="generate")
    return Secret(randomness.token(MASTER_KEY_BYTES))


def _bring_over(
    found: Survey, old: tuple[SealedStore, ...], new: tuple[SealedStore, ...], progress: Progress
) -> None:
    rewrap(found, old, new, progress)
    require_done(survey(old, new, lambda done, total: None))


def _outcome(home: Home, change: KeyChange, found: Survey, wish: Wish, *, resumed: bool) -> Rotation:
    drawn_later = wish.generate and wish.dry_run and not resumed
    return Rotation(
        old=change.old,
        new=None if drawn_later else change.new,
        rewrapped=len(found.waiting),
        already=found.done,
        resumed=resumed,
        source=home.key_source.name,
        installed=home.key_source.is_own and not wish.dry_run,
    )
