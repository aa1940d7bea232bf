"""Checks of what a head office holds in files: models, verifiers, images, enrolments."""

from __future__ import annotations

import shlex
from collections.abc import Callable

from server.bootstrap.doctor.foundations import HOME, MASTER_KEY, SETTINGS
from server.bootstrap.doctor.premises import Premises
from server.bootstrap.doctor.records import DATABASE, SCHEMA
from server.ports import GenerationStatus
from shared.diagnosis.findings import Check, Finding, failure, sound, warning
from shared.errors import AGAIN, CORRUPT, Failure

_NAMED = 20
"""How many images a remedy names; the next look names those that are left."""

Progress = Callable[[int, int], None]
"""Told how many images were opened, and how many there are."""


def holdings(premises: Premises, scrub: Progress | None) -> tuple[Check, ...]:
    """These checks; with ``scrub`` every image is opened and compared with its digest."""
    opened = (HOME, SETTINGS, MASTER_KEY)
    filled = (*opened, DATABASE, SCHEMA)
    return (
        Check("model", lambda: _model(premises), "ridgekey config model shipped", opened),
        Check("verifier", lambda: _verifier(premises), "ridgekey config verifier shipped", opened),
        Check("images", lambda: _images(premises, scrub), "ridgekey image list", filled),
        Check("enrolments", lambda: _enrolments(premises), "ridgekey user list", filled),
    )


def _model(premises: Premises) -> Finding:
    models = premises.office.models
    models.current()
    return sound(f"{models.current_digest.hex()[:12]} gives the golden answers on this machine.")


def _verifier(premises: Premises) -> Finding:
    mode = premises.config.verification
    if mode == "off":
        return warning("Branches check no live scan.", "ridgekey config verification embedding")
    premises.office.models.current_verifier(mode)
    return sound(f"The {mode} verifier gives the golden answers on this machine.")


def _images(premises: Premises, scrub: Progress | None) -> Finding:
    office = premises.office
    with office.database.read() as transaction:
        names = [record.image for record in transaction.images.all()]
        removed = [record.image for record in transaction.images.removed()]
    absent = [name for name in names if not office.images.exists(name)]
    if absent:
        restored = f"restore its file, or say `ridgekey image remove {absent[0]}` if it was removed"
        return _bad(premises, absent, f"is gone from the vault: {restored}")
    if scrub is not None:
        damaged = [
            name for number, name in enumerate(names) if not _opens(premises, name, number, names, scrub)
        ]
        if damaged:
            return _bad(premises, damaged, "does not open, or is not what was put in")
    said = "opens and has its digest" if scrub else "has its file, and --scrub opens them"
    return _left_over(premises, names, removed) or sound(f"Images: {len(names)}; each {said}.")


def _left_over(premises: Premises, names: list[str], removed: list[str]) -> Finding | None:
    """Files that no image in the registry has: a removal or a storing was cut short, or a restore."""
    files = set(premises.office.images.names()) - set(names)
    left = sorted(files & set(removed))
    if left:
        sentence = f"Image {left[0]} was removed, but its file is still there{_more(left)}."
        return failure(sentence, f"ridgekey image remove {' '.join(left[:_NAMED])} --yes", AGAIN)
    unknown = sorted(files)
    if unknown:
        sentence = f"The vault has a file {unknown[0]} that is no image of the registry{_more(unknown)}."
        return warning(sentence, f"rm -i {shlex.quote(str(premises.home.images / unknown[0]))}.*")
    return None


def _opens(premises: Premises, name: str, number: int, names: list[str], scrub: Progress) -> bool:
    try:
        premises.office.images.get(name)
    except Failure:
        return False
    finally:
        scrub(number + 1, len(names))
    return True


def _bad(premises: Premises, names: list[str], what: str) -> Finding:
    folder = premises.home.images
    remedy = f"cp -a BACKUP/{folder.name}/{names[0]}.* {shlex.quote(str(folder))}/"
    return failure(f"Image {names[0]} {what}{_more(names)}.", remedy, CORRUPT)


def _more(names: list[str]) -> str:
    return f"; so it is with {len(names) - 1} more" if len(names) > 1 else ""


def _enrolments(premises: Premises) -> Finding:
    """Every enrolment in force opens, with the fingers that the registry says."""
    office = premises.office
    with office.database.read() as transaction:
        users = [counter for counter in transaction.counters.all() if counter.generation]
        held = [transaction.generations.get(each.user, each.generation) for each in users]
    in_force = [each for each in held if each is not None and each.status is GenerationStatus.ACTIVE]
    for each in in_force:
        remedy = f"ridgekey user enrol {each.user} --prints DIR"
        try:
            enrolment = office.enrolments.get(each.user, each.generation)
        except Failure as error:
            return failure(error.sentence, remedy, CORRUPT)
        with enrolment.secret:
            if enrolment.fingers != each.fingers:
                sentence = (
                    f"The stored enrolment of user {each.user} has other fingers than the registry says."
                )
                return failure(sentence, remedy, CORRUPT)
    return sound(f"Enrolments in force: {len(in_force)}; each opens.")
