"""Changes what the head office's home says about models and ciphers; a server reads that when it starts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from server.bootstrap.head_office import shelf_of
from server.bootstrap.intent import intend, settle
from server.ports import Actor, AuditLog, Office
from server.services.administration import (
    ModelChoice,
    choose_administration,
    choose_inner_ciphers,
    choose_model,
    choose_verification,
    choose_verifier,
)
from server.services.administration.choose_model import Progress
from shared.biometrics.models import default_network, default_verifier
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.stores.home import Home, HomeKind, RecordValue, open_home
from shared.stores.model_shelf import Item, ModelShelf

SHIPPED = "shipped"
"""Stands for what comes with the release, whichever that will be."""

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def use_model(office: Office, named: str, actor: Actor, *, force: bool, progress: Progress) -> ModelChoice:
    """Make a model the current one, and put it on the shelf.

    Args:
        office: the head office.
        named: a model file, the SHA-256 of one on the shelf, or ``shipped``.
        actor: who chooses, and why.
        force: choose although some fingers give no key.
        progress: told how far the trial of the enrolled fingers is.

    Raises:
        Failure: as :meth:`ModelShelf.examine` and :func:`choose_model`; ``INVALID_INPUT`` for a verifier.
            Nothing is changed then.
    """
    shelf = shelf_of(_home_of(office))
    item = _find(shelf, named, default_network().digest)
    if not isinstance(item.content, Network):
        sentence = f"{named} is a verifier; use it with `ridgekey config verifier`."
        raise Failure(Code.INVALID_INPUT, sentence, field="model")
    value = None if named == SHIPPED else item.digest.hex()

    with _recording(office, {"model": value}, partial(shelf.keep, item)) as record:
        return choose_model(office, item.content, record, actor, force=force, progress=progress)


def use_verifier(office: Office, named: str, actor: Actor) -> Item:
    """Make a verifier the current one of its kind, and put it on the shelf.

    Args:
        office: the head office.
        named: a verifier file, the SHA-256 of one on the shelf, or ``shipped``.
        actor: who chooses, and why.

    Raises:
        Failure: as :meth:`ModelShelf.examine`; ``INVALID_INPUT`` for a model, ``NOT_FOUND`` when the release
            has no verifier. Nothing is changed then.
    """
    shipped = default_verifier()
    if named == SHIPPED and shipped is None:
        raise Failure(Code.NOT_FOUND, "This release comes without a verifier; name a file.")
    shelf = shelf_of(_home_of(office))
    item = _find(shelf, named, shipped.digest if shipped else b"")
    if isinstance(item.content, Network):
        sentence = f"{named} is a model for keys; use it with `ridgekey config model`."
        raise Failure(Code.INVALID_INPUT, sentence, field="verifier")
    setting = f"{item.kind.replace('-', '_')}_verifier"
    value = None if named == SHIPPED else item.digest.hex()
    with _recording(office, {setting: value}, partial(shelf.keep, item)) as record:
        choose_verifier(office, item.kind, item.digest, record, actor)
    return item


def use_verification(office: Office, mode: str, actor: Actor) -> None:
    """Say how branches check live scans: ``embedding``, ``closed-set`` or ``off``.

    Raises:
        Failure: ``HOME_INVALID`` when there is no verifier of that kind. Nothing is changed then.
    """
    with _recording(office, {"verification": mode}, lambda: None) as record:
        choose_verification(office, mode, record, actor)


def use_inner_ciphers(office: Office, names: Sequence[str], actor: Actor) -> None:
    """Say which inner ciphers a branch may ask for.

    Raises:
        Failure: as :func:`choose_inner_ciphers`. Nothing is changed then.
    """
    with _recording(office, {"inner_ciphers": ",".join(names)}, lambda: None) as record:
        choose_inner_ciphers(office, names, record, actor)


def use_administration(office: Office, actor: Actor, *, on: bool) -> None:
    """Say whether administrators may work from other machines.

    Raises:
        Failure: as :func:`choose_administration`. Nothing is changed then.
    """
    with _recording(office, {"administration": on}, lambda: None) as record:
        choose_administration(office, record, actor, on=on)


@contextmanager
def _recording(
    office: Office, changes: Mapping[str, RecordValue], keep: Callable[[], None]
) -> Iterator[Callable[[AuditLog], None]]:
    """What runs ``keep`` and lays ``changes`` down; they are in force once the block has committed them.

    Raises:
        Failure: of the block; that of writing the record, when the choice is audited and still waits.
    """
    home = _home_of(office)

    def record(audit: AuditLog) -> None:
        keep()
        intend(home, changes, audit)

    try:
        yield record
    except BaseException:
        with suppress(Failure):  # left for whoever opens the head office next
            settle(home, office.database)
        raise
    settle(home, office.database)


def _home_of(office: Office) -> Home:
    return open_home(office.config.home, HomeKind.HEAD_OFFICE)


def _find(shelf: ModelShelf, named: str, shipped: bytes) -> Item:
    if named == SHIPPED:
        return shelf.item(shipped)
    if not _DIGEST.fullmatch(named):
        return shelf.examine(Path(named))
    digest = bytes.fromhex(named)
    if digest not in shelf.digests():
        sentence = f"The shelf holds no {named[:12]}; `ridgekey config show` lists what it holds."
        raise Failure(Code.NOT_FOUND, sentence)
    return shelf.prove(shelf.item(digest))
